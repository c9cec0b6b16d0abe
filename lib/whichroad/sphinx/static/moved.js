/* The list of all claims stood on this page until it got one of its own. What led to a claim here, or to what a
   reader had chosen from the list, leads on. */
(() => {
  const leadOn = () => {
    const claim = /^#(claim-|all-claims$|past-the-claims$|filter-)/.test(location.hash);
    const chosen = /[?&](status|section|kind|place|ground|words)=/.test(location.search);
    if (claim || chosen) location.replace(`claims.html${location.search}${location.hash}`);
  };
  addEventListener("hashchange", leadOn);
  leadOn();
})();
