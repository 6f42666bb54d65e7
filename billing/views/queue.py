"""The billing admin's queue."""

from billing.tables import ReviewQueueGrid
from companies.models import Company
from core.http import render_grid
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.VIEW_BILLING)
def review_queue(request):
    """Customers whose invoice settings wait for review, have changed since, or are signed."""
    customers = Company.objects.visible_to(request.member).customers().active()
    may_set_up = request.member.may(Capability.MANAGE_TENANT)
    context = {"grid": ReviewQueueGrid(request, customers), "may_set_up": may_set_up}
    return render_grid(request, "billing/review_queue.html", context)
