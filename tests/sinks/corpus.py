"""Texts that some program runs, breaks on or is led astray by, one for each way that is known."""

RAN = "48173"  # what a template that is run prints; no text says it
_PRODUCT = "(48172+1)"

TEMPLATES = (
    f"Tomt {{{{{_PRODUCT}}}}}",
    f"{{% print {_PRODUCT} %}}",
    "{% raw %}",
    "{# ute av syne #}",
    "{% include '/etc/passwd' %}",
    "{{ cycler.__init__.__globals__.os.popen('echo 4817''3').read() }}",
    f"${{{_PRODUCT}}} #{{{_PRODUCT}}} <%= {_PRODUCT} %>",
)
TYPESETTING = (
    f'#eval("{_PRODUCT}")',
    '#read("/etc/passwd")',
    '#import "/etc/passwd": *',
    "] #pagebreak() [",
    "$ integral_0^1 x $",
    "\\ \\u{41} `raw` *fet* _kursiv_ <merke> @merke // kommentar",
    "= Overskrift",
)
FORMATS = ("{0.__class__}", "{lang.__class__.__mro__}", "{}", "%s %n %(name)s", "{name!r:>9999}", "#|#")
MARKUP = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script><!--",
    "]]><x/><![CDATA[",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "&lt;b&gt; &#x41; &amp;amp;",
    "' OR 1=1; DROP TABLE decision; --",
    "\"><img src=x onerror='window.pwned=1'>",
    ":red[rød] :material/bolt: [her](javascript:alert(1)) ![x](http://example.com/x.png) $x^2$ ~~nei~~",
)
FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", '=HYPERLINK("http://example.com";"x")', "＝1+1", "_x0041_ _x000D_",
)  # fmt: skip
STEERING = (
    "faktura\u202egpj.exe",
    "\u2066skjult\u2067 \u200fretning",
    "\u061cا \u200eb",
    "rød \x1b[31mskrift\x1b]0;tittel\x07",
    "linje\nen til",
    "forfalsket\r\nERROR parkareal: alt er borte",
    "tabulator\tog \x0b \x0c",
    "null\x00etter",
    "\x01\x08\x1f\x7f\x80\x9b31m\x9f",
    "linje\u2028skille\u2029avsnitt",
    "\ufeffusynlig\u200b\u2060\ufffe\uffff",
    "merke\U000e0041\U000e0001",
)
LETTERS = ("Æ Ø Å «é» ŋ š", "Завод Ελλάδα", "工厂 🏭 مصنع", "z\u0301\u0302\u0303", "  kant  ")
HALVES = ("halv\ud800del", "\udce5 fra et filnavn")  # only where no UTF-8 lies between: file names, arguments
LONG = "lang " * 20_000

TEXTS = (*TEMPLATES, *TYPESETTING, *FORMATS, *MARKUP, *FORMULAS, *STEERING, *LETTERS)
KEPT = (*TEXTS, LONG)  # what tables and databases can hold
EVERY = (*KEPT, *HALVES)
