"""Two records of one thing, for programs: what a merge would move, the merge, and taking it back."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from companies.api.company import Companies
from companies.merging import merge_companies, preview_of_companies, undo_merge_of_companies
from companies.models import Company, MergeRecord
from core.merging import Preview, Undone
from core.rest.fields import Moment, Ref
from core.rest.problems import not_found
from core.rest.resource import Resource
from core.rest.serializers import Query, Question, StrictInput, order_field
from tenants.api import MemberBrief
from tenants.roles import Capability

REMAINS = "The id of the one that remains."


class Counted(serializers.Serializer):
    """Records of one kind."""

    key = serializers.CharField(help_text="The kind; stable, for programs.")
    label = serializers.CharField(help_text="In words.")
    count = serializers.IntegerField()


class Hindrance(serializers.Serializer):
    """Why the two cannot become one as they are."""

    code = serializers.CharField(help_text="As the merge would refuse.")
    detail = serializers.CharField(source="message")


class PreviewOutput(serializers.Serializer):
    """What a merge would do. Everything that is not named stays with the one that is merged away."""

    moves = Counted(many=True)
    refusals = Hindrance(many=True, help_text="All that prevents it; with none, the merge is possible.")


class Party(serializers.Serializer):
    """One of the two records."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="__str__")


class MergeOutput(serializers.Serializer):
    """A merge that stands."""

    id = serializers.IntegerField()
    absorbed = serializers.SerializerMethodField(
        help_text="Was merged away, and is kept as an alias; null, if you may not see it."
    )
    survivor = Party(help_text="Remains.")
    moved = serializers.DictField(
        child=serializers.IntegerField(), source="told.moved", help_text="How many records of each kind went over."
    )
    merged_at = Moment()
    merged_by = MemberBrief(allow_null=True)
    undo_until = Moment(help_text="Until then an admin can take it back.")

    @extend_schema_field(Party(allow_null=True))
    def get_absorbed(self, merge) -> dict[str, Any] | None:
        return Party(merge.absorbed).data if merge.sees_absorbed else None


class UndoOutput(serializers.Serializer):
    """What is not as it was before the merge; usually nothing."""

    left = Counted(many=True, source="stayed", help_text="Records that changed since, and stay where they are.")
    cut = Counted(many=True, help_text="Links that would have joined the two, and were taken away.")
    kept = Counted(many=True, help_text="Values that had given way to the merge, and would break a rule by now.")


class MergesQuery(Query):
    """Which merges."""

    order = order_field("id")


class Merging(Resource):
    """Two records of one kind that were one. Subclasses name the verbs of their kind."""

    output = MergeOutput
    outputs = {"preview": PreviewOutput, "undo": UndoOutput}
    queries = {"list": MergesQuery}
    previews: ClassVar[Callable[..., Preview]]
    merges: ClassVar[Callable[..., MergeRecord]]
    undoes: ClassVar[Callable[..., Undone]]

    def preview(self, request, pk: int) -> Response:
        """What merging this record into another would move, and what stands in the way. Nothing is changed."""
        found = self.previews(absorbed=self.one(pk), survivor=self.asked["into"], by=self.member)
        return self.answer({"moves": _counted(found.moves), "refusals": found.refusals})

    def create(self, request, pk: int) -> Response:
        """Merge this record into another. It stays as an alias; for a week an admin can take the merge back."""
        absorbed = self.one(pk)
        merge = self.merges(absorbed=absorbed, survivor=self.given()["into"], by=self.member)
        return self.answer(self._standing(merge.survivor).get(pk=merge.pk), status=201)

    def list(self, request, pk: int) -> Response:
        """The merges into this record that stand."""
        return self.page(self._standing(self.one(pk)))

    def undo(self, request, pk: int, merge: int) -> Response:
        """Take a merge into this record back: what moved goes back, what came later stays."""
        found = self._standing(self.one(pk)).filter(pk=merge).first()
        if found is None:
            raise not_found()
        self.given()
        undone = self.undoes(merge=found, by=self.member)
        return self.answer({name: _counted(getattr(undone, name)) for name in ("stayed", "cut", "kept")})

    def _standing(self, survivor: Any) -> Any:
        standing = survivor.merges.standing().with_sight_of(self.member)
        return standing.select_related("absorbed", "survivor", "merged_by")


class IntoCompany(StrictInput):
    """The company that remains."""

    into = Ref(Company.objects.visible_to, help_text=REMAINS)


class IntoWhichCompany(Question):
    """The company that would remain."""

    into = Ref(Company.objects.visible_to, help_text=REMAINS)


class CompanyMerging(Merging):
    """Two companies that were one."""

    rows = Companies.rows
    inputs = {"create": IntoCompany}
    queries = {**Merging.queries, "preview": IntoWhichCompany}
    needs = {
        **dict.fromkeys(("preview", "create"), Capability.EDIT_COMPANIES),
        "undo": Capability.MANAGE_TENANT,
    }
    previews, merges, undoes = map(staticmethod, (preview_of_companies, merge_companies, undo_merge_of_companies))


def _counted(counts: Iterable[tuple[Any, int]]) -> list[dict[str, Any]]:
    return [{"key": each.key, "label": each.label, "count": count} for each, count in counts]
