// The unit of a figure follows what is chosen; without this script the list itself names it.
(function () {
  function tell(row) {
    const select = row.querySelector("select");
    const unit = row.querySelector(".ask-unit");
    const chosen = select.selectedOptions[0];
    const group = chosen && chosen.closest("optgroup");
    unit.textContent = group ? group.dataset.unit : "";
  }
  document.querySelectorAll("[data-ask-row]").forEach(function (row) {
    tell(row);
    row.querySelector("select").addEventListener("change", function () {
      tell(row);
      row.querySelector("input").focus();
    });
  });
})();
