//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:http-client-spi
//SOURCES Network.java

import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The network for the clients that the AWS SDK makes on its own, such as for the web identity that the environment
 * names. It is public because the SDK makes it, by its name.
 */
public final class NetworkService implements SdkHttpService {
    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return new FromEnvironment();
    }

    private static final class FromEnvironment implements SdkHttpClient.Builder<FromEnvironment> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap ignored) { // time limits of services that are none of ours
            return Network.of(System.getenv(), null, null).httpClient();
        }
    }
}
