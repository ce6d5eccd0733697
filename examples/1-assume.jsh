// Part 3 of LESSON.md: the call. In place of:
//     AWS_PROFILE=redbeard aws sts assume-role --role-arn ... --role-session-name DevAccount
// In the sandbox: jbang examples/1-assume.jsh
// or paste it into: jshell --class-path "$(jbang info classpath examples/1-assume.jsh)"
//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:sts
//DEPS org.slf4j:slf4j-api:2.0.20
//DEPS org.slf4j:slf4j-nop:2.0.20

import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

var redbeard = ProfileCredentialsProvider.create("redbeard");
var sts = StsClient.builder().credentialsProvider(redbeard).region(Region.US_EAST_1).build();

var role = "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole";
var answer = sts.assumeRole(call -> call.roleArn(role).roleSessionName("DevAccount"));
System.out.println(answer.assumedRoleUser().arn() + " until " + answer.credentials().expiration());
