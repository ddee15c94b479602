"""Sentences of allauth, and a few of Django, that our catalogues say themselves.

Its English has the capitals of titles and other words for our things (log in, sign up, generate); its German
and Spanish mix two forms of address. Nothing reads this list at run time. It lets `make messages` keep these
texts, also in a catalogue for English that has nothing else, and what our catalogues say comes before what
allauth's say. Texts of features that are off stand here, too, as far as one switch turns them on.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

BORROWED = (
    _('<strong>Note:</strong> you can still <a href="%(email_url)s">change your email address</a>.'),
    _("A new security key has been added."),
    _("A new set of recovery codes has been generated."),
    _("A new set of Two-Factor Authentication recovery codes has been generated."),
    _("A security key has been removed."),
    _("Account Already Exists"),
    _("Account Inactive"),
    _("Activate"),
    _("Activate Authenticator App"),
    _("Add Email"),
    _("Add Email Address"),
    _("Add Security Key"),
    _("Already have an account? Then please %(link)ssign in%(end_link)s."),
    _("An authenticator app is not active."),
    _("Are you sure you want to remove this security key?"),
    _("Are you sure you want to sign out?"),
    _("Authentication using an authenticator app is active."),
    _("Authenticator App"),
    _("Authenticator App Activated"),
    _("Authenticator app activated."),
    _("Authenticator App Deactivated"),
    _("Authenticator app deactivated."),
    _("Authenticator code"),
    _("Authenticator secret"),
    _("Bad Token"),
    _("Be patient, you are sending too many requests."),
    _("Cancel Change"),
    _("Change Email"),
    _("Change Password"),
    _("Confirm Access"),
    _("Confirm Email Address"),
    _("Create Passkey"),
    _("Current Password"),
    _("Deactivate"),
    _("Deactivate Authenticator App"),
    _("Do you really want to remove the selected email address?"),
    _("Don't Trust"),
    _("Edit Security Key"),
    _("Email Address"),
    _("Email Addresses"),
    _("Email Changed"),
    _("Email Confirmation"),
    _("Email Removed"),
    _("Email Verification"),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional "
        "requirements such as biometrics or PIN protection."
    ),
    _("Enter Email Verification Code"),
    _("Enter Password Reset Code"),
    _("Enter Sign-In Code"),
    _(
        "Forgotten your password? Enter your email address below, and we'll send you an email allowing "
        "you to reset it."
    ),
    _("Generate"),
    _("Generate new codes"),
    _("Hello from %(site_name)s!"),
    _(
        "If you choose to trust this browser, you will not be asked for a verification code the next "
        "time you sign in."
    ),
    _(
        "If you do not recognize this change then please take proper security precautions immediately. "
        "The change to your account originates from:\n\n- IP address: %(ip)s\n- Browser: %(user_agent)s\n- "
        "Date: %(timestamp)s"
    ),
    _("If you have not created an account yet, then please %(link)ssign up%(end_link)s first."),
    _("Invalid login."),
    _("Invalid or expired key."),
    _("Key nr. {number}"),
    _("Make Primary"),
    _("New Password"),
    _("New Password (again)"),
    _("New Recovery Codes Generated"),
    _("No recovery codes set up."),
    _("No security keys have been added."),
    _("Password Changed"),
    _("Password Reset"),
    _("Password Reset Code"),
    _("Password Reset Email"),
    _("Password Set"),
    _("Password successfully changed."),
    _("Password successfully set."),
    _(
        'Please confirm that <a href="mailto:%(email)s">%(email)s</a> is an email address for user '
        "%(user_display)s."
    ),
    _("Passwordless"),
    _("Please Confirm Your Email Address"),
    _("Please contact us if you have any trouble resetting your password."),
    _("Please reauthenticate to safeguard your account."),
    _("Please select only one."),
    _("Please type your current password."),
    _("Re-send Verification"),
    _("Recovery Codes"),
    _("Remember Me"),
    _("Remove Security Key"),
    _("Request Code"),
    _("Reset My Password"),
    _("Save them  in a secure location now — they won't be shown again."),
    _("Security key"),
    _("Security Key Added"),
    _("Security key added."),
    _("Security Key Removed"),
    _("Security key removed."),
    _("Security Keys"),
    _("Set Password"),
    _("Sign In"),
    _("Sign Out"),
    _("Sign Up"),
    _("Sign Up Closed"),
    _("Sign-In Code"),
    _("Signup"),
    _("Successfully signed in as %(name)s."),
    _("Thank you for using %(site_name)s!\n%(site_domain)s"),
    _("The email address and/or password you specified are not correct."),
    _("The email address is not assigned to any user account."),
    _(
        "The password reset link was invalid, possibly because it has already been used.  Please "
        'request a <a href="%(passwd_reset_url)s">new password reset</a>.'
    ),
    _("The password reset token was invalid."),
    _("This account is currently inactive."),
    _(
        'This email confirmation link expired or is invalid. Please <a href="%(email_url)s">issue a new '
        "email confirmation request</a>."
    ),
    _("This functionality requires JavaScript."),
    _("This mail can be safely ignored if you did not initiate this action."),
    _(
        "This part of the site requires us to verify that\nyou are who you claim to be. For this "
        "purpose, we require that you\nverify ownership of your email address. "
    ),
    _(
        "To protect your account with two-factor authentication, scan the QR code below with your "
        "authenticator app. Then, input the verification code generated by the app below."
    ),
    _("Too many failed login attempts. Try again later."),
    _("Trust this Browser?"),
    _("Two-Factor Authentication"),
    _("Unable to confirm %(email)s because it is already confirmed by a different account."),
    _("Unknown Account"),
    _("Use a security key"),
    _("Use authenticator app or code"),
    _("Verify Your Email Address"),
    _("We are sorry, but the sign up is currently closed."),
    _(
        "We have sent an email to you for verification. Follow the link provided to finalize the signup "
        "process. If you do not see the verification email in your main inbox, check your spam folder. "
        "Please contact us if you do not receive the verification email within a few minutes."
    ),
    _(
        "We have sent an email to you for\nverification. Please click on the link inside that email. If "
        "you do not see the verification email in your main inbox, check your spam folder. Otherwise\n"
        "contact us if you do not receive it within a few minutes."
    ),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. "
        "Otherwise contact us if you do not receive it in a few minutes."
    ),
    _("We've sent a code to %(recipient)s. The code expires shortly, so please enter it soon."),
    _(
        "You are about to create a passkey for your account. As you can add additional keys later on, "
        "you can use a descriptive name to tell the keys apart."
    ),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("You are about to generate a new set of recovery codes for your account."),
    _("You are already logged in as %(user_display)s."),
    _(
        "You are receiving this email because you or someone else tried to signup for an\naccount using "
        "email address:\n\n%(email)s\n\nHowever, an account using that email address already exists.  In "
        "case you have\nforgotten about this, please use the password forgotten procedure to recover\n"
        "your account:\n\n%(password_reset_url)s"
    ),
    _(
        "You are receiving this email because you, or someone else, tried to access an account with "
        "email %(email)s. However, we do not have any record of such an account in our database."
    ),
    _("You can store this secret and use it to reinstall your authenticator app at a later time."),
    _("You cannot add more than %d email addresses."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You cannot remove your primary email address (%(email)s)."),
    _("You cannot remove your primary email address."),
    _(
        "You currently do not have any email address set up. You should really add an email address so "
        "you can receive notifications, reset your password, etc."
    ),
    _("You have confirmed %(email)s."),
    _("You have signed out."),
    _("You must type the same email each time."),
    _("You must type the same password each time."),
    _(
        "You're receiving this email because user %(user_display)s has given your email address to "
        "register an account on %(site_domain)s."
    ),
    _(
        "You're receiving this email because you or someone else has requested a password reset for "
        "your user account.\nIt can be safely ignored if you did not request a password reset. Click the "
        "link below to reset your password."
    ),
    _("Your account has no password set up."),
    _("Your account has no verified email address."),
    _("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
    _("Your email address is still pending verification."),
    _("Your email has been changed from %(from_email)s to %(to_email)s."),
    _("Your email verification code is listed below. Please enter it in your open browser window."),
    _("Your password has been changed."),
    _("Your password is now changed."),
    _("Your password reset code is listed below. Please enter it in your open browser window."),
    _("Your primary email address must be verified."),
    _("Your sign-in code is listed below. Please enter it in your open browser window."),
)
# Django's own: what a form says of a field beside which nothing else stands.
BORROWED_FROM_DJANGO = (
    _("This field is required."),
    _("This password is entirely numeric."),
    _("This password is too common."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
)
# What is counted, in both numbers.
BORROWED_PLURALS = (
    ngettext_lazy(
        "You have added %(count)s security key.", "You have added %(count)s security keys.", "count"
    ),
)
# What Django counts of passwords.
BORROWED_PLURALS_FROM_DJANGO = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        "min_length",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
)
