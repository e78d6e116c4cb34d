"""What follows from plans beside a unit's class: open questions, readiness, restrictions, public main routes."""
