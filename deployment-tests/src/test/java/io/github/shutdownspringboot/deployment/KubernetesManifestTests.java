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

package io.github.shutdownspringboot.deployment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import io.github.shutdownspringboot.application.Requirement;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.util.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The manifests of the sample: they are well-formed, go together, and have the numbers of
 * the application.
 */
class KubernetesManifestTests {

	private static final String DIRECTORY = "deploy/kubernetes/";

	private static final String KUBERNETES_DELAY = "5s";

	@ParameterizedTest
	@ValueSource(strings = { "deployment.yaml", "service.yaml", "pod-disruption-budget.yaml" })
	void everyManifestIsKnownToKubernetesToItsLastField(String file) throws IOException {
		assertThat(Yaml.load(Repository.read(DIRECTORY + file))).isNotNull();
	}

	@Test
	void aMisspeltFieldWouldBeFound() {
		String misspelt = Repository.read(DIRECTORY + "deployment.yaml")
			.replace("terminationGracePeriodSeconds", "terminationGracePeriod");
		assertThatThrownBy(() -> Yaml.load(misspelt)).hasMessageContaining("terminationGracePeriod");
	}

	@Test
	void thePlatformWaitsForAsLongAsTheApplicationMayTake() throws Exception {
		V1PodSpec pod = podSpec();
		Duration gracePeriod = Duration.ofSeconds(pod.getTerminationGracePeriodSeconds());
		assertThat(gracePeriod).isEqualTo(property("shutdown.termination-grace-period"));
		assertThat(property("shutdown.timeout").plus(property("shutdown.pre-stop"))).isLessThan(gracePeriod);
	}

	@Test
	void readinessIsSeenToBeDownWithinTheDelay() throws Exception {
		V1Probe probe = container().getReadinessProbe();
		assertThat(probe.getHttpGet().getPath()).isEqualTo("/actuator/health/readiness");
		Duration unseen = Duration.ofSeconds((long) probe.getPeriodSeconds() * probe.getFailureThreshold());
		assertThat(unseen).isLessThan(property("shutdown.readiness.delay", KUBERNETES_DELAY));
	}

	@Test
	void livenessIsNotTheRootOfHealthWhichIsDownWhileDraining() throws Exception {
		for (V1Probe probe : List.of(container().getLivenessProbe(), container().getStartupProbe())) {
			assertThat(probe.getHttpGet().getPath()).isEqualTo("/actuator/health/liveness");
		}
	}

	@Test
	void noHookTakesTimeThatTheApplicationDoesNotKnowOf() throws Exception {
		assertThat(container().getLifecycle()).isNull();
		assertThat(property("shutdown.pre-stop")).isZero();
	}

	@Test
	void aPodGoesOnlyWhenAnotherOneHasCome() throws Exception {
		V1Deployment deployment = load("deployment.yaml", V1Deployment.class);
		assertThat(deployment.getSpec().getReplicas()).isGreaterThan(1);
		assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable())
			.isEqualTo(new IntOrString(0));
		V1PodDisruptionBudget budget = load("pod-disruption-budget.yaml", V1PodDisruptionBudget.class);
		assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
	}

	@Test
	void theServiceLeadsToThePortOfTheContainer() throws Exception {
		V1Service service = load("service.yaml", V1Service.class);
		assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrValue())
			.isEqualTo(container().getPorts().get(0).getName());
		assertThat(container().getPorts().get(0).getContainerPort())
			.isEqualTo(Integer.valueOf(text("server.port", "8080")));
	}

	@Test
	void kustomizeRendersManifestsThatSelectTheSamePods() throws Exception {
		Process process = new ProcessBuilder(Requirement.program("kubernetes-client", "kubectl").toString(),
				"kustomize", Repository.resolve(DIRECTORY).toString())
			.redirectErrorStream(true)
			.start();
		String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(rendered).isZero();
		List<Object> objects = Yaml.loadAll(rendered);
		Map<String, String> labels = single(objects, V1Deployment.class).getSpec()
			.getTemplate()
			.getMetadata()
			.getLabels();
		assertThat(labels).isNotEmpty();
		assertThat(single(objects, V1Deployment.class).getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
		assertThat(single(objects, V1PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels())
			.isEqualTo(labels);
		assertThat(single(objects, V1Service.class).getSpec().getSelector()).isEqualTo(labels);
	}

	private static <T> T single(List<Object> objects, Class<T> type) {
		return objects.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
	}

	private static V1PodSpec podSpec() throws IOException {
		return load("deployment.yaml", V1Deployment.class).getSpec().getTemplate().getSpec();
	}

	private static V1Container container() throws IOException {
		return podSpec().getContainers().get(0);
	}

	private static <T> T load(String file, Class<T> type) throws IOException {
		return type.cast(Yaml.load(Repository.read(DIRECTORY + file)));
	}

	/**
	 * Read what the starter does where nothing else is said.
	 * @param name the name of a property
	 * @return its default
	 */
	private static String defaultOf(String name) {
		String metadata = Repository
			.read("shutdown-spring-boot-autoconfigure/target/classes/META-INF/spring-configuration-metadata.json");
		List<String> defaults = JsonPath.read(metadata, "$.properties[?(@.name == '%s')].defaultValue".formatted(name));
		assertThat(defaults).as(name).hasSize(1);
		return defaults.get(0);
	}

	private static Duration property(String name) throws IOException {
		return property(name, defaultOf(name));
	}

	private static Duration property(String name, String byDefault) throws IOException {
		return DurationStyle.detectAndParse(text(name, byDefault));
	}

	/**
	 * Read a property of the sample.
	 * @param name its name
	 * @param byDefault its default on Kubernetes
	 * @return the value
	 * @throws IOException if the file cannot be read
	 */
	private static String text(String name, String byDefault) throws IOException {
		return new YamlPropertySourceLoader()
			.load("sample", new FileSystemResource(Repository.resolve("sample-app/src/main/resources/application.yml")))
			.stream()
			.map(MapPropertySource.class::cast)
			.map((source) -> source.getProperty(name))
			.filter((value) -> value != null)
			.map(Object::toString)
			.findFirst()
			.orElse(byDefault);
	}

}
