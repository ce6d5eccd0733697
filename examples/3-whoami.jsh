// Part 12 of LESSON.md: who you are. In place of:
//     aws sts get-caller-identity --query Arn --output text
// In the sandbox: jbang examples/3-whoami.jsh
// or paste it into: jshell --class-path "$(jbang info classpath examples/3-whoami.jsh)"
//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:sts
//DEPS org.slf4j:slf4j-api:2.0.20
//DEPS org.slf4j:slf4j-nop:2.0.20

import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

// Keys in the environment come first in this chain, and a profile after them: see the traps in part 16.
var whoever = DefaultCredentialsProvider.builder().build();
var sts = StsClient.builder().credentialsProvider(whoever).region(Region.US_EAST_1).build();
System.out.println(sts.getCallerIdentity().arn());
