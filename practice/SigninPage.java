//SOURCES StsXml.java

/** What a person sees in the browser: whom to let in, and what came of it. The pages need no script. */
final class SigninPage {
    private SigninPage() {}

    /** Asks whether {@code user} is to be signed in; the form says it by the sign-in's {@code id}. */
    static String question(String user, String code, String id) {
        String what = code.isEmpty()
                ? "<p>A program on this computer asks to sign you in, and to get your roles' credentials.</p>"
                : "<p>A device asks to sign you in, and to get your roles' credentials. Allow it only if it shows"
                        + " this code:</p><p class=\"code\" id=\"code\">" + code + "</p>";
        return page("Sign in as " + user + "?", what + """
            <form method="post">
            <input type="hidden" name="id" value="%s">
            <button id="allow" name="decision" value="allow">Allow access</button>
            <button id="deny" name="decision" value="deny">Deny access</button>
            </form>
            """.formatted(id));
    }

    /** Asks for the code that a device shows. */
    static String codeForm(String message) {
        return page("Which code does the device show?", """
            <p id="message">%s</p>
            <form method="get" action="/device">
            <input id="user_code" name="user_code" autocomplete="off" autofocus>
            <button id="next">Next</button>
            </form>
            """.formatted(StsXml.escape(message)));
    }

    /** A page that says something, and leaves nothing to do. */
    static String message(String title, String message) {
        return page(title, "<p id=\"message\">" + StsXml.escape(message) + "</p>");
    }

    private static String page(String title, String body) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <title>%1$s</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 32em; margin: 4em auto; padding: 0 1em }
            .code { font: 28px ui-monospace, monospace; letter-spacing: .1em }
            button { font: inherit; padding: .4em 1em; margin-right: .5em }
            </style>
            <p>This is the sandbox of <b>practice</b>: no AWS account, nobody to deceive.</p>
            <h1>%1$s</h1>
            %2$s
            </html>
            """.formatted(StsXml.escape(title), body);
    }
}
