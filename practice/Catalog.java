//FILES LESSON.md=../LESSON.md jbang-catalog.json=../jbang-catalog.json assume.java=../assume.java
//FILES console.java=../console.java install.java=../install.java practice.java=../practice.java
//FILES sts2env.java=../sts2env.java unset.java=../unset.java whoami.java=../whoami.java
//FILES lib/Arguments.java=../lib/Arguments.java lib/AtomicFile.java=../lib/AtomicFile.java
//FILES lib/Browser.java=../lib/Browser.java lib/BundleTrust.java=../lib/BundleTrust.java
//FILES lib/CaBundle.java=../lib/CaBundle.java lib/ChildProcess.java=../lib/ChildProcess.java
//FILES lib/Command.java=../lib/Command.java lib/CommandOption.java=../lib/CommandOption.java
//FILES lib/ConfigFile.java=../lib/ConfigFile.java lib/ConfigSection.java=../lib/ConfigSection.java
//FILES lib/ConfigText.java=../lib/ConfigText.java lib/Connection.java=../lib/Connection.java
//FILES lib/ConsoleService.java=../lib/ConsoleService.java lib/ConsoleSite.java=../lib/ConsoleSite.java
//FILES lib/CredentialCache.java=../lib/CredentialCache.java lib/CredentialFormat.java=../lib/CredentialFormat.java
//FILES lib/CredentialProcess.java=../lib/CredentialProcess.java
//FILES lib/CredentialResolver.java=../lib/CredentialResolver.java
//FILES lib/CredentialsJson.java=../lib/CredentialsJson.java lib/Endpoint.java=../lib/Endpoint.java
//FILES lib/Failure.java=../lib/Failure.java lib/FilePath.java=../lib/FilePath.java
//FILES lib/HttpClient.java=../lib/HttpClient.java lib/IdentityCenter.java=../lib/IdentityCenter.java
//FILES lib/Json.java=../lib/Json.java lib/LoadedProfile.java=../lib/LoadedProfile.java
//FILES lib/LocalUsers.java=../lib/LocalUsers.java lib/MfaCode.java=../lib/MfaCode.java
//FILES lib/MfaSession.java=../lib/MfaSession.java lib/NativeText.java=../lib/NativeText.java
//FILES lib/NearestNames.java=../lib/NearestNames.java lib/Network.java=../lib/Network.java
//FILES lib/NetworkService.java=../lib/NetworkService.java lib/OneVisit.java=../lib/OneVisit.java
//FILES lib/OwnCredentials.java=../lib/OwnCredentials.java lib/ProfileList.java=../lib/ProfileList.java
//FILES lib/ProfileProgram.java=../lib/ProfileProgram.java lib/Profiles.java=../lib/Profiles.java
//FILES lib/Proxies.java=../lib/Proxies.java lib/RegionOption.java=../lib/RegionOption.java
//FILES lib/Rehearsal.java=../lib/Rehearsal.java lib/RoleRequest.java=../lib/RoleRequest.java
//FILES lib/SdkProfiles.java=../lib/SdkProfiles.java lib/SectionNames.java=../lib/SectionNames.java
//FILES lib/SessionCredentials.java=../lib/SessionCredentials.java
//FILES lib/SessionDuration.java=../lib/SessionDuration.java lib/Sha1.java=../lib/Sha1.java
//FILES lib/Shell.java=../lib/Shell.java lib/ShellWords.java=../lib/ShellWords.java lib/Signin.java=../lib/Signin.java
//FILES lib/SsoCredentials.java=../lib/SsoCredentials.java lib/SsoProfile.java=../lib/SsoProfile.java
//FILES lib/SsoToken.java=../lib/SsoToken.java lib/Sts.java=../lib/Sts.java lib/StsErrors.java=../lib/StsErrors.java
//FILES lib/StsOptions.java=../lib/StsOptions.java lib/Terminal.java=../lib/Terminal.java
//FILES lib/Text.java=../lib/Text.java lib/Wire.java=../lib/Wire.java practice/BuildAhead.java=BuildAhead.java
//FILES practice/Caller.java=Caller.java practice/Catalog.java=Catalog.java practice/IssuedKey.java=IssuedKey.java
//FILES practice/MfaDevice.java=MfaDevice.java practice/PracticeConsole.java=PracticeConsole.java
//FILES practice/PracticeSignin.java=PracticeSignin.java practice/PracticeSts.java=PracticeSts.java
//FILES practice/PracticeWorld.java=PracticeWorld.java practice/ProcessFamily.java=ProcessFamily.java
//FILES practice/Refusal.java=Refusal.java practice/RequestSignature.java=RequestSignature.java
//FILES practice/Role.java=Role.java practice/Sandbox.java=Sandbox.java
//FILES practice/SandboxEnvironment.java=SandboxEnvironment.java practice/SandboxHome.java=SandboxHome.java
//FILES practice/SandboxJbang.java=SandboxJbang.java practice/Secrets.java=Secrets.java
//FILES practice/StsAction.java=StsAction.java practice/StsActions.java=StsActions.java
//FILES practice/StsRequest.java=StsRequest.java practice/StsRule.java=StsRule.java
//FILES practice/StsRules.java=StsRules.java practice/StsXml.java=StsXml.java practice/Trust.java=Trust.java
//FILES practice/User.java=User.java practice/WebIdentity.java=WebIdentity.java practice/lesson.sh=lesson.sh
//FILES installer/Archives.java=../installer/Archives.java installer/CachedAssume.java=../installer/CachedAssume.java
//FILES installer/Footprint.java=../installer/Footprint.java
//FILES installer/Installation.java=../installer/Installation.java installer/Launched.java=../installer/Launched.java
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
