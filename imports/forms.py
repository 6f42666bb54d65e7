"""Forms of an import: the file, and which of its columns fills which field."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.forms import DomainForm
from imports.adapters import Adapter
from imports.mappings import guess_layout, guess_mapping
from imports.models import ImportRun

GUESS_AGAIN = "guess"


class UploadForm(DomainForm):
    """A file with a table."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), up to 100,000 rows. Nothing is imported before you have seen it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def __init__(self, *args, was_too_large: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        limit = filesizeformat(settings.MAX_IMPORT_BYTES)
        too_large = _("The file is larger than %(limit)s.") % {"limit": limit}
        self.fields["file"].widget.attrs |= {
            "data-ui-max-bytes": settings.MAX_IMPORT_BYTES, "data-ui-too-large": too_large,
        }  # fmt: skip
        if was_too_large:
            self.fields["file"].error_messages["required"] = too_large


class MappingForm(DomainForm):
    """The layout, a choice for each column of the file, and whose lines are meant when it holds several customers."""

    def __init__(self, *args, run: ImportRun, adapter: Adapter, **kwargs):
        self.run, self.adapter = run, adapter
        layouts = [("", _("Another layout")), *((each.key, each.label) for each in adapter.layouts)]
        super().__init__(*args, **kwargs)
        self.fields["layout"] = forms.ChoiceField(
            label=_("Layout"), choices=layouts, initial=run.layout, required=False
        )
        if len(run.found_groups) > 1:
            self.fields["groups"] = forms.MultipleChoiceField(
                label=_("Lines to import"), choices=[(each, each) for each in run.found_groups],
                initial=run.groups, required=False, widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        targets = [("", _("not imported")), *((each.key, each.label) for each in adapter.columns)]
        by_header = {header: key for key, header in run.mapping.items()}
        for position, header in enumerate(run.headers):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=header, choices=targets, initial=by_header.get(header, ""), required=False
            )
            self.fields[f"column_{position}"].is_wanted = True

    def clean(self):
        cleaned = super().clean()
        if self.data.get("then") == GUESS_AGAIN:
            return cleaned
        taken: set[str] = set()
        for name in self._columns():
            key = cleaned.get(name)
            if key and key in taken:
                self.add_error(name, ValidationError(_("Another column fills this field already."), code="twice"))
            taken.add(key)
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """Header for each of our keys: as chosen, or guessed from the layout when that was asked for."""
        if self.data.get("then") == GUESS_AGAIN:
            return guess_mapping(self.adapter, self.run.headers, self.chosen_layout)
        chosen = zip(self._columns(), self.run.headers, strict=True)
        return {self.cleaned_data[name]: header for name, header in chosen if self.cleaned_data[name]}

    @property
    def chosen_layout(self) -> str:
        return self.cleaned_data["layout"] or ("" if self.data.get("then") != GUESS_AGAIN else self._guessed())

    @property
    def chosen_groups(self) -> list[str]:
        return self.cleaned_data.get("groups", self.run.groups)

    @property
    def has_layouts(self) -> bool:
        return bool(self.adapter.layouts)

    @property
    def column_fields(self):
        return [self[name] for name in self._columns()]

    def _columns(self) -> list[str]:
        return [f"column_{position}" for position in range(len(self.run.headers))]

    def _guessed(self) -> str:
        return guess_layout(self.adapter, self.run.headers)
