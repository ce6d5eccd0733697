//SOURCES Text.java Failure.java Command.java RenewedShell.java
//SOURCES CredentialFormat.java Json.java AwsTime.java TimeLeft.java

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who this shell is, and how long, as its variables tell: {@code assume --status}. No key is shown, nobody called. */
final class Status {
    static final CommandOption OPTION = CommandOption.flag(
            "status", "who this shell is, by its variables alone; exit status 0, or 1 when expired or nothing");

    private static final Pattern SESSION = Pattern.compile("arn:[^:]*:sts::(\\d{12}):assumed-role/([^/]+)/([^/]+)");

    private enum State {
        VALID("valid"),
        EXPIRED("expired"),
        NOTHING("nothing");

        private final String label;

        State(String label) {
            this.label = label;
        }
    }

    private final Map<String, String> env;
    private final Optional<Instant> expiration;
    private final State state;

    private Status(Map<String, String> env) {
        this.env = env;
        this.expiration = variable("AWS_CREDENTIAL_EXPIRATION").flatMap(AwsTime::parse);
        this.state = state();
    }

    /** What {@code assume --status} prints: some lines, or with {@code --format json} an object for scripts. */
    static Command.Result run(Arguments arguments, Map<String, String> env) {
        if (arguments.hasArgument()) {
            throw Failure.usage("--status is about this shell, and about no profile; leave out PROFILE");
        }
        String format = CredentialFormat.of(arguments).name();
        boolean isJson = format.equals("json");
        if (arguments.has(CredentialFormat.OPTION) && !isJson) {
            throw Failure.usage(
                    "--status is for people, or with --format json for scripts; there is no other format of" + " it");
        }
        Status status = new Status(env);
        return new Command.Result(isJson ? status.json() : status.lines(), status.message(), status.exitStatus());
    }

    private State state() {
        boolean isKey = variable("AWS_ACCESS_KEY_ID").isPresent()
                && variable("AWS_SECRET_ACCESS_KEY").isPresent();
        if (!isKey) {
            return isRenewed() ? State.VALID : State.NOTHING;
        }
        boolean isPast =
                expiration.filter(end -> TimeLeft.until(end).isExpired()).isPresent();
        return isPast ? State.EXPIRED : State.VALID;
    }

    /** Whether assume is there, and gives its keys to whoever knows where to ask. */
    private boolean isRenewed() {
        return RenewedShell.isOne(env);
    }

    private int exitStatus() {
        return state == State.VALID ? 0 : 1;
    }

    /** What else somebody may want to know; null for nothing. */
    private String message() {
        Optional<String> named = variable("AWS_PROFILE")
                .or(() -> variable("AWS_DEFAULT_PROFILE"))
                .filter(name -> !RenewedShell.isOwnProfile(name, env));
        if (state == State.NOTHING) {
            String half = half().map(name -> ": " + name + " is not set").orElse("");
            String other = named.map(name -> "; AWS_PROFILE has every command take profile " + Text.quoted(name))
                    .orElse("");
            return "nothing is loaded in this shell" + half + other;
        }
        if (state == State.EXPIRED) {
            return "what is loaded in this shell has expired; assume it again, or forget it with: jbang unset@org";
        }
        return named.map(name ->
                        "AWS_PROFILE is set as well, to " + Text.quoted(name) + ", and some programs heed that one")
                .orElse(null);
    }

    /** The half of a key that is missing. */
    private Optional<String> half() {
        boolean hasId = variable("AWS_ACCESS_KEY_ID").isPresent();
        boolean hasSecret = variable("AWS_SECRET_ACCESS_KEY").isPresent();
        if (hasId == hasSecret) {
            return Optional.empty();
        }
        return Optional.of(hasId ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID");
    }

    /** What there is to say, in order; what is not known is null. */
    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        boolean isLoaded = state != State.NOTHING;
        Matcher session = SESSION.matcher(env.getOrDefault("AWS_ASSUMED_ROLE", ""));
        boolean isRole = isLoaded && session.matches();
        facts.put("profile", isLoaded ? variable("AWS_ASSUMED_PROFILE").orElse(null) : null);
        facts.put("role", isRole ? session.group(2) : null);
        facts.put("session", isRole ? session.group(3) : null);
        facts.put("account", isRole ? session.group(1) : null);
        facts.put(
                "region",
                variable("AWS_REGION").or(() -> variable("AWS_DEFAULT_REGION")).orElse(null));
        return facts;
    }

    private String lines() {
        if (state == State.NOTHING) {
            return "";
        }
        StringBuilder lines = new StringBuilder();
        Map<String, String> facts = facts();
        facts.put("left", left());
        facts.forEach(
                (name, value) -> lines.append("%-9s%s\n".formatted(name, value == null ? "-" : Text.visible(value))));
        return lines.toString();
    }

    private String left() {
        if (isRenewed()) {
            return "no end: renewed as long as the assume that began this runs";
        }
        if (expiration.isPresent()) {
            TimeLeft left = TimeLeft.until(expiration.get());
            return left.brief() + (left.isExpired() ? ", at " : ", until ") + expiration.get();
        }
        boolean isLongLived = variable("AWS_SESSION_TOKEN")
                .or(() -> variable("AWS_SECURITY_TOKEN"))
                .isEmpty();
        return isLongLived ? "no end: these are long-lived keys" : "not known";
    }

    private String json() {
        Json.Fields fields = Json.object().with("status", state.label);
        facts().forEach(fields::withNullable);
        Optional<Instant> end = expiration.filter(time -> state != State.NOTHING && !isRenewed());
        fields.withNullable("expiration", end.map(Instant::toString).orElse(null));
        end.ifPresentOrElse(
                time -> fields.with("minutes", (int)
                        Math.min(Integer.MAX_VALUE, TimeLeft.until(time).minutes())),
                () -> fields.withNullable("minutes", null));
        return Json.pretty(fields.build());
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(Text.first(env.get(name)));
    }
}
