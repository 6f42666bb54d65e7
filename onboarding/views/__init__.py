"""Pages of onboarding."""

from django.http import Http404


def _later(request, **kwargs):
    raise Http404


onboarding_list = my_work = start = plan = company_tab = detail = change = hold = resume = cancel = agreement = _later
step = assign = wait = stop_waiting = skip = take_up = _later
