/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.shutdownspringboot.integration.data;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The sample on PostgreSQL and Redis.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "There is a PostgreSQL for this one only")
class SampleProfilesTests {

	private static final Path JAR = Path.of("..", "sample-app", "target", "sample-app-0.1.0-SNAPSHOT.jar");

	@TempDir
	private Path directory;

	@Test
	void aConversationOutlivesItsInstance() throws Exception {
		assumeTrue(Files.exists(JAR), "The sample is not packaged: run 'mvn verify' for all modules");
		RedisServer redis = Databases.startRedis();
		try (EmbeddedPostgres postgres = Databases.startPostgres()) {
			String session;
			try (ApplicationProcess sample = start(postgres, redis)) {
				HttpResponse<String> answer = get(sample, "/api/chat?message=How+do+ships+stop", "");
				assertThat(answer.body()).contains("\"reason\":\"complete\"");
				session = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
				sample.terminate();
				assertThat(sample.awaitExit()).isEqualTo(143);
				assertThat(sample.getLog()).contains("Shutdown completed: CLEAN")
					.containsSubsequence("Client 'dataSource' closed", "Client 'redisConnectionFactory' closed");
			}
			try (ApplicationProcess sample = start(postgres, redis)) {
				JsonNode conversation = JsonMapper.shared().readTree(get(sample, "/api/conversation", session).body());
				assertThat(conversation).hasSize(1);
				assertThat(conversation.at("/0/question").asString()).isEqualTo("How do ships stop");
				assertThat(conversation.at("/0/complete").asBoolean()).isTrue();
			}
		}
		finally {
			redis.stop();
		}
	}

	private ApplicationProcess start(EmbeddedPostgres postgres, RedisServer redis) {
		return ApplicationProcess.startJar(JAR, this.directory, "--server.port=0", "--server.address=127.0.0.1",
				"--spring.profiles.active=postgres,redis", "--sample.llm.token-interval=1ms",
				"--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort()),
				"--spring.datasource.username=postgres",
				"--spring.data.redis.url=redis://127.0.0.1:" + redis.ports().get(0));
	}

	private static HttpResponse<String> get(ApplicationProcess sample, String path, String cookie) {
		return sample.await(new HttpProbe(sample.getPort()).get(path, "Cookie", cookie));
	}

}
