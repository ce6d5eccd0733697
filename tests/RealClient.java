import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.services.sts.StsClient;

/** A program of somebody else's that finds credentials by itself, and prints who it is for STS. */
enum RealClient {
    AWS_CLI_1 {
        @Override
        void need() {
            Program.need("aws");
        }

        @Override
        List<String> command(String endpoint) {
            return List.of("aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text");
        }
    },

    AWS_CLI_2 {
        @Override
        void need() {
            AwsCli2.need();
        }

        /** The versions before 2.13 know no other way to say where STS is. */
        @Override
        List<String> command(String endpoint) {
            return AwsCli2.command(
                    "sts", "get-caller-identity", "--query", "Arn", "--output", "text", "--endpoint-url", endpoint);
        }
    },

    BOTO3 {
        @Override
        void need() {
            Program.need("python3");
            library("boto3", "python3", "-c", "import boto3");
        }

        @Override
        List<String> command(String endpoint) {
            return List.of("python3", "-c", "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])");
        }
    },

    JAVASCRIPT_SDK {
        @Override
        void need() {
            Program.need("node");
            library("@aws-sdk/client-sts", "node", "-e", "require.resolve('@aws-sdk/client-sts')");
        }

        @Override
        List<String> command(String endpoint) {
            return List.of("node", "-e", """
                const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
                new STSClient({}).send(new GetCallerIdentityCommand({})).then(caller => console.log(caller.Arn));
                """);
        }
    },

    JAVA_SDK {
        @Override
        void need() {}

        @Override
        List<String> command(String endpoint) {
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName());
        }
    };

    /** The Java SDK, left to itself. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            try (StsClient sts = StsClient.create()) {
                System.out.println(sts.getCallerIdentity().arn());
            }
        }
    }

    /** The test is skipped where the program is missing, but fails where CI should have installed it. */
    abstract void need();

    /** @param endpoint STS's address, for the one that does not read it from AWS_ENDPOINT_URL_STS */
    abstract List<String> command(String endpoint);

    private static void library(String name, String... probe) {
        Program program = Program.of(probe).with("NODE_PATH", System.getenv("NODE_PATH"));
        boolean isThere = program.run().status() == 0;
        if (!isThere && System.getenv("CI") != null) {
            Assertions.fail(name + " is missing; .ci/run installs it");
        }
        Assumptions.assumeTrue(isThere, name + " is not on this machine");
    }
}
