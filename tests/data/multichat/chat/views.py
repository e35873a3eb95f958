from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse, HttpResponseForbidden


def log_in(request):
    user = authenticate(username=request.POST["username"], password=request.POST["password"])
    if user is None:
        return HttpResponseForbidden("no")
    login(request, user)
    return HttpResponse("in")


def log_out(request):
    logout(request)
    return HttpResponse("out")
