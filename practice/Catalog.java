//FILES LESSON.md=../LESSON.md jbang-catalog.json=../jbang-catalog.json assume.java=../assume.java
//FILES console.java=../console.java each.java=../each.java install.java=../install.java login.java=../login.java
//FILES practice.java=../practice.java profiles.java=../profiles.java sts2env.java=../sts2env.java
//FILES unset.java=../unset.java whoami.java=../whoami.java lib/Arguments.java=../lib/Arguments.java
//FILES lib/AtomicFile.java=../lib/AtomicFile.java lib/AwsTime.java=../lib/AwsTime.java
//FILES lib/Browser.java=../lib/Browser.java lib/BundleTrust.java=../lib/BundleTrust.java
//FILES lib/CaBundle.java=../lib/CaBundle.java lib/CacheFiles.java=../lib/CacheFiles.java
//FILES lib/CachedTimes.java=../lib/CachedTimes.java lib/ChildProcess.java=../lib/ChildProcess.java
//FILES lib/ChoiceList.java=../lib/ChoiceList.java lib/Command.java=../lib/Command.java
//FILES lib/CommandConfig.java=../lib/CommandConfig.java lib/CommandOption.java=../lib/CommandOption.java
//FILES lib/ConfigBlock.java=../lib/ConfigBlock.java lib/ConfigEdit.java=../lib/ConfigEdit.java
//FILES lib/ConfigFile.java=../lib/ConfigFile.java lib/ConfigSection.java=../lib/ConfigSection.java
//FILES lib/ConfigText.java=../lib/ConfigText.java lib/Connection.java=../lib/Connection.java
//FILES lib/ConsoleService.java=../lib/ConsoleService.java lib/ConsoleSite.java=../lib/ConsoleSite.java
//FILES lib/CredentialCache.java=../lib/CredentialCache.java lib/CredentialClient.java=../lib/CredentialClient.java
//FILES lib/CredentialFormat.java=../lib/CredentialFormat.java
//FILES lib/CredentialProcess.java=../lib/CredentialProcess.java
//FILES lib/CredentialResolver.java=../lib/CredentialResolver.java
//FILES lib/CredentialServer.java=../lib/CredentialServer.java lib/CredentialsJson.java=../lib/CredentialsJson.java
//FILES lib/Endpoint.java=../lib/Endpoint.java lib/Failure.java=../lib/Failure.java
//FILES lib/FilePath.java=../lib/FilePath.java lib/Forget.java=../lib/Forget.java lib/Fzf.java=../lib/Fzf.java
//FILES lib/HttpClient.java=../lib/HttpClient.java lib/IdentityCenter.java=../lib/IdentityCenter.java
//FILES lib/Json.java=../lib/Json.java lib/LoadedProfile.java=../lib/LoadedProfile.java
//FILES lib/LocalUsers.java=../lib/LocalUsers.java lib/LockFile.java=../lib/LockFile.java
//FILES lib/Loopback.java=../lib/Loopback.java lib/MfaCode.java=../lib/MfaCode.java
//FILES lib/MfaSession.java=../lib/MfaSession.java lib/NativeText.java=../lib/NativeText.java
//FILES lib/NearestNames.java=../lib/NearestNames.java lib/Network.java=../lib/Network.java
//FILES lib/NetworkService.java=../lib/NetworkService.java lib/NotJson.java=../lib/NotJson.java
//FILES lib/OneVisit.java=../lib/OneVisit.java lib/OwnCredentials.java=../lib/OwnCredentials.java
//FILES lib/Patience.java=../lib/Patience.java lib/PortalAccess.java=../lib/PortalAccess.java
//FILES lib/ProfileChooser.java=../lib/ProfileChooser.java lib/ProfileList.java=../lib/ProfileList.java
//FILES lib/ProfileNames.java=../lib/ProfileNames.java lib/ProfileProgram.java=../lib/ProfileProgram.java
//FILES lib/ProfileSections.java=../lib/ProfileSections.java lib/Profiles.java=../lib/Profiles.java
//FILES lib/Proxies.java=../lib/Proxies.java lib/RawTerminal.java=../lib/RawTerminal.java
//FILES lib/RecentProfiles.java=../lib/RecentProfiles.java lib/RegionOption.java=../lib/RegionOption.java
//FILES lib/Rehearsal.java=../lib/Rehearsal.java lib/RenewedCredentials.java=../lib/RenewedCredentials.java
//FILES lib/RenewedShell.java=../lib/RenewedShell.java lib/RenewingCommand.java=../lib/RenewingCommand.java
//FILES lib/RoleName.java=../lib/RoleName.java lib/RoleOptions.java=../lib/RoleOptions.java
//FILES lib/RoleProfiles.java=../lib/RoleProfiles.java lib/RoleRequest.java=../lib/RoleRequest.java
//FILES lib/SdkProfiles.java=../lib/SdkProfiles.java lib/SectionNames.java=../lib/SectionNames.java
//FILES lib/SessionCredentials.java=../lib/SessionCredentials.java
//FILES lib/SessionDuration.java=../lib/SessionDuration.java lib/Sha1.java=../lib/Sha1.java
//FILES lib/Shell.java=../lib/Shell.java lib/ShellWords.java=../lib/ShellWords.java lib/Signin.java=../lib/Signin.java
//FILES lib/SsoAccess.java=../lib/SsoAccess.java lib/SsoCache.java=../lib/SsoCache.java
//FILES lib/SsoChallenge.java=../lib/SsoChallenge.java lib/SsoCredentials.java=../lib/SsoCredentials.java
//FILES lib/SsoListener.java=../lib/SsoListener.java lib/SsoOidc.java=../lib/SsoOidc.java
//FILES lib/SsoOptions.java=../lib/SsoOptions.java lib/SsoProfile.java=../lib/SsoProfile.java
//FILES lib/SsoRegistration.java=../lib/SsoRegistration.java lib/SsoRoles.java=../lib/SsoRoles.java
//FILES lib/SsoService.java=../lib/SsoService.java lib/SsoSession.java=../lib/SsoSession.java
//FILES lib/SsoSignIn.java=../lib/SsoSignIn.java lib/SsoSignOut.java=../lib/SsoSignOut.java
//FILES lib/SsoToken.java=../lib/SsoToken.java lib/SsoTraces.java=../lib/SsoTraces.java
//FILES lib/Status.java=../lib/Status.java lib/Sts.java=../lib/Sts.java lib/StsErrors.java=../lib/StsErrors.java
//FILES lib/StsOptions.java=../lib/StsOptions.java lib/Terminal.java=../lib/Terminal.java
//FILES lib/Text.java=../lib/Text.java lib/TextDiff.java=../lib/TextDiff.java lib/TimeLeft.java=../lib/TimeLeft.java
//FILES lib/Wire.java=../lib/Wire.java fleet/AccountKeys.java=../fleet/AccountKeys.java
//FILES fleet/AccountList.java=../fleet/AccountList.java fleet/Assignments.java=../fleet/Assignments.java
//FILES fleet/Choice.java=../fleet/Choice.java fleet/ChosenAccounts.java=../fleet/ChosenAccounts.java
//FILES fleet/ChosenProfiles.java=../fleet/ChosenProfiles.java fleet/Columns.java=../fleet/Columns.java
//FILES fleet/DirectoryOutput.java=../fleet/DirectoryOutput.java fleet/FleetRun.java=../fleet/FleetRun.java
//FILES fleet/Glob.java=../fleet/Glob.java fleet/Interruption.java=../fleet/Interruption.java
//FILES fleet/JsonOutput.java=../fleet/JsonOutput.java fleet/Keys.java=../fleet/Keys.java
//FILES fleet/Labels.java=../fleet/Labels.java fleet/Launcher.java=../fleet/Launcher.java
//FILES fleet/LineOutput.java=../fleet/LineOutput.java fleet/Organization.java=../fleet/Organization.java
//FILES fleet/OrganizationCall.java=../fleet/OrganizationCall.java fleet/Outcome.java=../fleet/Outcome.java
//FILES fleet/Output.java=../fleet/Output.java fleet/Placeholders.java=../fleet/Placeholders.java
//FILES fleet/Plan.java=../fleet/Plan.java fleet/ProfileKeys.java=../fleet/ProfileKeys.java
//FILES fleet/Pump.java=../fleet/Pump.java fleet/Report.java=../fleet/Report.java
//FILES fleet/Screen.java=../fleet/Screen.java fleet/SigningCaller.java=../fleet/SigningCaller.java
//FILES fleet/Spool.java=../fleet/Spool.java fleet/Tally.java=../fleet/Tally.java
//FILES fleet/Target.java=../fleet/Target.java practice/AssignedAccount.java=AssignedAccount.java
//FILES practice/BuildAhead.java=BuildAhead.java practice/Caller.java=Caller.java practice/Catalog.java=Catalog.java
//FILES practice/IdentityCenterServer.java=IdentityCenterServer.java practice/IssuedKey.java=IssuedKey.java
//FILES practice/MemberAccount.java=MemberAccount.java practice/MfaDevice.java=MfaDevice.java
//FILES practice/OidcActions.java=OidcActions.java practice/OidcClient.java=OidcClient.java
//FILES practice/OrganizationActions.java=OrganizationActions.java
//FILES practice/OrganizationalUnit.java=OrganizationalUnit.java practice/PortalActions.java=PortalActions.java
//FILES practice/PracticeConsole.java=PracticeConsole.java
//FILES practice/PracticeOrganization.java=PracticeOrganization.java practice/PracticeSignin.java=PracticeSignin.java
//FILES practice/PracticeSts.java=PracticeSts.java practice/PracticeWorld.java=PracticeWorld.java
//FILES practice/ProcessFamily.java=ProcessFamily.java practice/Refusal.java=Refusal.java
//FILES practice/RequestSignature.java=RequestSignature.java practice/Role.java=Role.java
//FILES practice/Sandbox.java=Sandbox.java practice/SandboxEnvironment.java=SandboxEnvironment.java
//FILES practice/SandboxHome.java=SandboxHome.java practice/SandboxJbang.java=SandboxJbang.java
//FILES practice/Secrets.java=Secrets.java practice/SignIn.java=SignIn.java practice/SigninPage.java=SigninPage.java
//FILES practice/SigninPages.java=SigninPages.java practice/SsoLimits.java=SsoLimits.java
//FILES practice/SsoRequest.java=SsoRequest.java practice/SsoTokens.java=SsoTokens.java
//FILES practice/StsAction.java=StsAction.java practice/StsActions.java=StsActions.java
//FILES practice/StsRequest.java=StsRequest.java practice/StsRule.java=StsRule.java
//FILES practice/StsRules.java=StsRules.java practice/StsXml.java=StsXml.java practice/Trust.java=Trust.java
//FILES practice/User.java=User.java practice/WebIdentity.java=WebIdentity.java practice/lesson.sh=lesson.sh
//FILES installer/Archives.java=../installer/Archives.java installer/CachedAssume.java=../installer/CachedAssume.java
//FILES installer/Footprint.java=../installer/Footprint.java
//FILES installer/Installation.java=../installer/Installation.java
//FILES installer/JbangOptions.java=../installer/JbangOptions.java installer/Launched.java=../installer/Launched.java
//FILES installer/Launchers.java=../installer/Launchers.java installer/OneJar.java=../installer/OneJar.java
//FILES installer/ShellProfiles.java=../installer/ShellProfiles.java
//FILES installer/Training.java=../installer/Training.java installer/TrainingHome.java=../installer/TrainingHome.java
//FILES installer/launcher.sh=../installer/launcher.sh installer/shell/assume.bash=../installer/shell/assume.bash
//FILES installer/shell/assume.fish=../installer/shell/assume.fish
//FILES installer/shell/assume.sh=../installer/shell/assume.sh
//FILES installer/shell/assume.zsh=../installer/shell/assume.zsh

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The catalog that this program came from. jbang does not tell a script where that was, so the jar carries it: the
 * files that the lines above name. This file is in the jar too, and says which those are.
 */
final class Catalog {
    private static final String DIRECTIVE = "//FILES ";

    private Catalog() {}

    /** The paths of the files, below the directory of the catalog. */
    static List<String> files() {
        return read("practice/Catalog.java")
                .lines()
                .filter(line -> line.startsWith(DIRECTIVE))
                .flatMap(line -> Stream.of(line.substring(DIRECTIVE.length()).split(" ")))
                .map(file -> file.replaceFirst("=.*", ""))
                .toList();
    }

    /** The text of one of them. */
    static String read(String file) {
        try (var in = Catalog.class.getResourceAsStream("/" + file)) {
            if (in == null) {
                throw new FileNotFoundException(file + ": //FILES does not name it, so it is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
