//FILES LESSON.md=../LESSON.md jbang-catalog.json=../jbang-catalog.json assume.java.txt=../assume.java
//FILES console.java.txt=../console.java each.java.txt=../each.java install.java.txt=../install.java
//FILES login.java.txt=../login.java practice.java.txt=../practice.java profiles.java.txt=../profiles.java
//FILES sts2env.java.txt=../sts2env.java unset.java.txt=../unset.java whoami.java.txt=../whoami.java
//FILES lib/Arguments.java.txt=../lib/Arguments.java lib/AtomicFile.java.txt=../lib/AtomicFile.java
//FILES lib/AwsTime.java.txt=../lib/AwsTime.java lib/Browser.java.txt=../lib/Browser.java
//FILES lib/BundleTrust.java.txt=../lib/BundleTrust.java lib/CaBundle.java.txt=../lib/CaBundle.java
//FILES lib/CacheFiles.java.txt=../lib/CacheFiles.java lib/CachedTimes.java.txt=../lib/CachedTimes.java
//FILES lib/ChildProcess.java.txt=../lib/ChildProcess.java lib/ChoiceList.java.txt=../lib/ChoiceList.java
//FILES lib/Command.java.txt=../lib/Command.java lib/CommandConfig.java.txt=../lib/CommandConfig.java
//FILES lib/CommandOption.java.txt=../lib/CommandOption.java lib/ConfigBlock.java.txt=../lib/ConfigBlock.java
//FILES lib/ConfigEdit.java.txt=../lib/ConfigEdit.java lib/ConfigFile.java.txt=../lib/ConfigFile.java
//FILES lib/ConfigSection.java.txt=../lib/ConfigSection.java lib/ConfigText.java.txt=../lib/ConfigText.java
//FILES lib/Connection.java.txt=../lib/Connection.java lib/ConsoleService.java.txt=../lib/ConsoleService.java
//FILES lib/ConsoleSite.java.txt=../lib/ConsoleSite.java lib/CredentialCache.java.txt=../lib/CredentialCache.java
//FILES lib/CredentialClient.java.txt=../lib/CredentialClient.java
//FILES lib/CredentialFormat.java.txt=../lib/CredentialFormat.java
//FILES lib/CredentialProcess.java.txt=../lib/CredentialProcess.java
//FILES lib/CredentialResolver.java.txt=../lib/CredentialResolver.java
//FILES lib/CredentialServer.java.txt=../lib/CredentialServer.java
//FILES lib/CredentialsJson.java.txt=../lib/CredentialsJson.java lib/Endpoint.java.txt=../lib/Endpoint.java
//FILES lib/Failure.java.txt=../lib/Failure.java lib/FilePath.java.txt=../lib/FilePath.java
//FILES lib/Forget.java.txt=../lib/Forget.java lib/Fzf.java.txt=../lib/Fzf.java
//FILES lib/HttpClient.java.txt=../lib/HttpClient.java lib/IdentityCenter.java.txt=../lib/IdentityCenter.java
//FILES lib/Json.java.txt=../lib/Json.java lib/LoadedProfile.java.txt=../lib/LoadedProfile.java
//FILES lib/LocalUsers.java.txt=../lib/LocalUsers.java lib/LockFile.java.txt=../lib/LockFile.java
//FILES lib/Loopback.java.txt=../lib/Loopback.java lib/MfaCode.java.txt=../lib/MfaCode.java
//FILES lib/MfaSession.java.txt=../lib/MfaSession.java lib/NativeText.java.txt=../lib/NativeText.java
//FILES lib/NearestNames.java.txt=../lib/NearestNames.java lib/Network.java.txt=../lib/Network.java
//FILES lib/NetworkService.java.txt=../lib/NetworkService.java lib/NotJson.java.txt=../lib/NotJson.java
//FILES lib/OneVisit.java.txt=../lib/OneVisit.java lib/OwnCredentials.java.txt=../lib/OwnCredentials.java
//FILES lib/Patience.java.txt=../lib/Patience.java lib/PortalAccess.java.txt=../lib/PortalAccess.java
//FILES lib/ProfileChooser.java.txt=../lib/ProfileChooser.java lib/ProfileList.java.txt=../lib/ProfileList.java
//FILES lib/ProfileNames.java.txt=../lib/ProfileNames.java lib/ProfileProgram.java.txt=../lib/ProfileProgram.java
//FILES lib/ProfileSections.java.txt=../lib/ProfileSections.java lib/Profiles.java.txt=../lib/Profiles.java
//FILES lib/Proxies.java.txt=../lib/Proxies.java lib/RawTerminal.java.txt=../lib/RawTerminal.java
//FILES lib/RecentProfiles.java.txt=../lib/RecentProfiles.java lib/RegionOption.java.txt=../lib/RegionOption.java
//FILES lib/Rehearsal.java.txt=../lib/Rehearsal.java lib/RenewedCredentials.java.txt=../lib/RenewedCredentials.java
//FILES lib/RenewedShell.java.txt=../lib/RenewedShell.java lib/RenewingCommand.java.txt=../lib/RenewingCommand.java
//FILES lib/RoleName.java.txt=../lib/RoleName.java lib/RoleOptions.java.txt=../lib/RoleOptions.java
//FILES lib/RoleProfiles.java.txt=../lib/RoleProfiles.java lib/RoleRequest.java.txt=../lib/RoleRequest.java
//FILES lib/SdkProfiles.java.txt=../lib/SdkProfiles.java lib/SectionNames.java.txt=../lib/SectionNames.java
//FILES lib/SessionCredentials.java.txt=../lib/SessionCredentials.java
//FILES lib/SessionDuration.java.txt=../lib/SessionDuration.java lib/Sha1.java.txt=../lib/Sha1.java
//FILES lib/Shell.java.txt=../lib/Shell.java lib/ShellWords.java.txt=../lib/ShellWords.java
//FILES lib/Signin.java.txt=../lib/Signin.java lib/SsoAccess.java.txt=../lib/SsoAccess.java
//FILES lib/SsoCache.java.txt=../lib/SsoCache.java lib/SsoChallenge.java.txt=../lib/SsoChallenge.java
//FILES lib/SsoCredentials.java.txt=../lib/SsoCredentials.java lib/SsoListener.java.txt=../lib/SsoListener.java
//FILES lib/SsoOidc.java.txt=../lib/SsoOidc.java lib/SsoOptions.java.txt=../lib/SsoOptions.java
//FILES lib/SsoProfile.java.txt=../lib/SsoProfile.java lib/SsoRegistration.java.txt=../lib/SsoRegistration.java
//FILES lib/SsoRoles.java.txt=../lib/SsoRoles.java lib/SsoService.java.txt=../lib/SsoService.java
//FILES lib/SsoSession.java.txt=../lib/SsoSession.java lib/SsoSignIn.java.txt=../lib/SsoSignIn.java
//FILES lib/SsoSignOut.java.txt=../lib/SsoSignOut.java lib/SsoToken.java.txt=../lib/SsoToken.java
//FILES lib/SsoTraces.java.txt=../lib/SsoTraces.java lib/Status.java.txt=../lib/Status.java
//FILES lib/Sts.java.txt=../lib/Sts.java lib/StsErrors.java.txt=../lib/StsErrors.java
//FILES lib/StsOptions.java.txt=../lib/StsOptions.java lib/Terminal.java.txt=../lib/Terminal.java
//FILES lib/Text.java.txt=../lib/Text.java lib/TextDiff.java.txt=../lib/TextDiff.java
//FILES lib/TimeLeft.java.txt=../lib/TimeLeft.java lib/Wire.java.txt=../lib/Wire.java
//FILES fleet/AccountKeys.java.txt=../fleet/AccountKeys.java fleet/AccountList.java.txt=../fleet/AccountList.java
//FILES fleet/Assignments.java.txt=../fleet/Assignments.java fleet/Choice.java.txt=../fleet/Choice.java
//FILES fleet/ChosenAccounts.java.txt=../fleet/ChosenAccounts.java
//FILES fleet/ChosenProfiles.java.txt=../fleet/ChosenProfiles.java fleet/Columns.java.txt=../fleet/Columns.java
//FILES fleet/DirectoryOutput.java.txt=../fleet/DirectoryOutput.java fleet/FleetRun.java.txt=../fleet/FleetRun.java
//FILES fleet/Glob.java.txt=../fleet/Glob.java fleet/Interruption.java.txt=../fleet/Interruption.java
//FILES fleet/JsonOutput.java.txt=../fleet/JsonOutput.java fleet/Keys.java.txt=../fleet/Keys.java
//FILES fleet/Labels.java.txt=../fleet/Labels.java fleet/Launcher.java.txt=../fleet/Launcher.java
//FILES fleet/LineOutput.java.txt=../fleet/LineOutput.java fleet/Organization.java.txt=../fleet/Organization.java
//FILES fleet/OrganizationCall.java.txt=../fleet/OrganizationCall.java fleet/Outcome.java.txt=../fleet/Outcome.java
//FILES fleet/Output.java.txt=../fleet/Output.java fleet/Placeholders.java.txt=../fleet/Placeholders.java
//FILES fleet/Plan.java.txt=../fleet/Plan.java fleet/ProfileKeys.java.txt=../fleet/ProfileKeys.java
//FILES fleet/Pump.java.txt=../fleet/Pump.java fleet/Report.java.txt=../fleet/Report.java
//FILES fleet/Screen.java.txt=../fleet/Screen.java fleet/SigningCaller.java.txt=../fleet/SigningCaller.java
//FILES fleet/Spool.java.txt=../fleet/Spool.java fleet/Tally.java.txt=../fleet/Tally.java
//FILES fleet/Target.java.txt=../fleet/Target.java practice/AssignedAccount.java.txt=AssignedAccount.java
//FILES practice/BuildAhead.java.txt=BuildAhead.java practice/Caller.java.txt=Caller.java
//FILES practice/Catalog.java.txt=Catalog.java practice/IdentityCenterServer.java.txt=IdentityCenterServer.java
//FILES practice/IssuedKey.java.txt=IssuedKey.java practice/MemberAccount.java.txt=MemberAccount.java
//FILES practice/MfaDevice.java.txt=MfaDevice.java practice/OidcActions.java.txt=OidcActions.java
//FILES practice/OidcClient.java.txt=OidcClient.java practice/OrganizationActions.java.txt=OrganizationActions.java
//FILES practice/OrganizationalUnit.java.txt=OrganizationalUnit.java
//FILES practice/PortalActions.java.txt=PortalActions.java practice/PracticeConsole.java.txt=PracticeConsole.java
//FILES practice/PracticeOrganization.java.txt=PracticeOrganization.java
//FILES practice/PracticeSignin.java.txt=PracticeSignin.java practice/PracticeSts.java.txt=PracticeSts.java
//FILES practice/PracticeWorld.java.txt=PracticeWorld.java practice/ProcessFamily.java.txt=ProcessFamily.java
//FILES practice/Refusal.java.txt=Refusal.java practice/RequestSignature.java.txt=RequestSignature.java
//FILES practice/Role.java.txt=Role.java practice/Sandbox.java.txt=Sandbox.java
//FILES practice/SandboxEnvironment.java.txt=SandboxEnvironment.java practice/SandboxHome.java.txt=SandboxHome.java
//FILES practice/SandboxJbang.java.txt=SandboxJbang.java practice/Secrets.java.txt=Secrets.java
//FILES practice/SignIn.java.txt=SignIn.java practice/SigninPage.java.txt=SigninPage.java
//FILES practice/SigninPages.java.txt=SigninPages.java practice/SsoLimits.java.txt=SsoLimits.java
//FILES practice/SsoRequest.java.txt=SsoRequest.java practice/SsoTokens.java.txt=SsoTokens.java
//FILES practice/StsAction.java.txt=StsAction.java practice/StsActions.java.txt=StsActions.java
//FILES practice/StsRequest.java.txt=StsRequest.java practice/StsRule.java.txt=StsRule.java
//FILES practice/StsRules.java.txt=StsRules.java practice/StsXml.java.txt=StsXml.java
//FILES practice/Trust.java.txt=Trust.java practice/User.java.txt=User.java
//FILES practice/WebIdentity.java.txt=WebIdentity.java practice/lesson.sh=lesson.sh
//FILES installer/Archives.java.txt=../installer/Archives.java
//FILES installer/CachedAssume.java.txt=../installer/CachedAssume.java
//FILES installer/Footprint.java.txt=../installer/Footprint.java
//FILES installer/Installation.java.txt=../installer/Installation.java
//FILES installer/JbangOptions.java.txt=../installer/JbangOptions.java
//FILES installer/Launched.java.txt=../installer/Launched.java
//FILES installer/Launchers.java.txt=../installer/Launchers.java installer/OneJar.java.txt=../installer/OneJar.java
//FILES installer/ShellProfiles.java.txt=../installer/ShellProfiles.java
//FILES installer/Training.java.txt=../installer/Training.java
//FILES installer/TrainingHome.java.txt=../installer/TrainingHome.java installer/launcher.sh=../installer/launcher.sh
//FILES installer/shell/assume.bash=../installer/shell/assume.bash
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
 * files that the lines above name, sources as {@code .txt}, lest an IDE compile each a second time. This file is in
 * the jar too, and says which those are.
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
                .map(file -> file.replaceFirst("(\\.txt)?=.*", ""))
                .toList();
    }

    /** The text of one of them. */
    static String read(String file) {
        String carried = file.endsWith(".java") ? file + ".txt" : file;
        try (var in = Catalog.class.getResourceAsStream("/" + carried)) {
            if (in == null) {
                throw new FileNotFoundException(file + ": //FILES does not name it, so it is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
