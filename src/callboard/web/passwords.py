"""Passwords: one-time links with which a member sets one, and where to get such a link."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def password_link(request: HttpRequest, user: AbstractBaseUser) -> str:
    """A link that works once and for an hour (PASSWORD_RESET_TIMEOUT); setting a password uses it up."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return request.build_absolute_uri(path)


def forgotten(request: HttpRequest) -> HttpResponse:
    """Say who makes the link. No mail is sent: an installation without a mail server must not promise one."""
    return render(request, "pages/password_forgotten.html")


def address_is_the_coordinators(request: HttpRequest) -> HttpResponse:
    """The address is the log-in and calls go by it, so nobody swaps it here, unchecked."""
    return render(request, "pages/address_change.html")
