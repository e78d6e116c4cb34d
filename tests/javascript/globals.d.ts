// What stands in the window beside the browser's own: Leaflet, and what the app leaves there.
declare const L: any;

interface Window {
  L?: any;
  map_park?: any;
  parkarealBack?: boolean;
}
