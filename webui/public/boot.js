/* Runs before the first paint, so that a dark or right-to-left page never flashes as a light, left-to-right one. */
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  var stored = read('peyvand-language');
  var language = stored || ((navigator.language || '').slice(0, 2) === 'fa' ? 'fa' : 'en');
  var scheme = read('peyvand-scheme') || 'auto';
  var dark = scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.lang = root.dataset.lang = language;
  root.dir = language === 'fa' ? 'rtl' : 'ltr';
  root.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
