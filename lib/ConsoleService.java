//SOURCES Text.java Failure.java

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What a service is called in the addresses of AWS's console: by its own name, but for those in the table. */
final class ConsoleService {
    private static final Map<String, String> PATHS = Map.ofEntries(
            Map.entry("billing", "costmanagement"),
            Map.entry("cfn", "cloudformation"),
            Map.entry("cloudfront", "cloudfront/v4"),
            Map.entry("cloudtrail", "cloudtrailv2"),
            Map.entry("codebuild", "codesuite/codebuild"),
            Map.entry("codecommit", "codesuite/codecommit"),
            Map.entry("codedeploy", "codesuite/codedeploy"),
            Map.entry("codepipeline", "codesuite/codepipeline"),
            Map.entry("cost-explorer", "cost-management"),
            Map.entry("cw", "cloudwatch"),
            Map.entry("ddb", "dynamodbv2"),
            Map.entry("dynamodb", "dynamodbv2"),
            Map.entry("eb", "elasticbeanstalk"),
            Map.entry("eventbridge", "events"),
            Map.entry("identitycenter", "singlesignon"),
            Map.entry("logs", "cloudwatch"),
            Map.entry("opensearch", "aos"),
            Map.entry("organizations", "organizations/v2"),
            Map.entry("r53", "route53/v2"),
            Map.entry("redshift", "redshiftv2"),
            Map.entry("route53", "route53/v2"),
            Map.entry("sm", "secretsmanager"),
            Map.entry("sns", "sns/v3"),
            Map.entry("sqs", "sqs/v3"),
            Map.entry("ssm", "systems-manager"),
            Map.entry("sso", "singlesignon"),
            Map.entry("stepfunctions", "states"),
            Map.entry("vpc", "vpcconsole"),
            Map.entry("waf", "wafv2"));

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*");
    private static final int LONGEST_NAME = 100;

    private ConsoleService() {}

    /**
     * The path of the service that people call {@code name}, without slashes around it.
     *
     * @throws Failure when no service can be called that
     */
    static String path(String name) {
        String service = name.toLowerCase(Locale.ROOT);
        if (name.length() > LONGEST_NAME || !NAME.matcher(service).matches()) {
            throw Failure.usage("--service " + Text.quoted(name)
                    + " is no service; expected a name such as s3, ec2 or cloudformation, and --destination URL takes"
                    + " any other page of the console");
        }
        return PATHS.getOrDefault(service, service);
    }
}
