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

package io.github.shutdownspringboot;

import java.io.ObjectInput;
import java.util.Set;
import java.util.function.Predicate;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.github.shutdownspringboot.coordinator.Internal;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The directions in which packages may depend on each other, and what main code does not
 * do.
 */
@AnalyzeClasses(packagesOf = ArchitectureTests.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String OURS = "io.github.shutdownspringboot..";

	private static final String COORDINATOR = "io.github.shutdownspringboot.coordinator..";

	private static final String HTTP = "io.github.shutdownspringboot.http..";

	/**
	 * The public API; everything else is for us alone.
	 */
	private static final Set<String> API = Set.of("ShutdownStage", "ShutdownCoordinator", "ShutdownListener",
			"ShutdownStartedEvent", "ShutdownStageEvent", "ShutdownCompletedEvent", "ShutdownReport", "ShutdownState",
			"ShutdownOutcome", "StageState", "ClientState", "ReactiveShutdownCoordinator", "StreamTerminationEvents",
			"WorkTracker", "TrackedWork", "ShutdownInProgressException", "UnfinishedWork", "UnfinishedWorkHandler",
			"UnfinishedWorkFile", "CloseOnShutdown", "ClientRegistration", "ClientRegistry", "ShutdownHistory");

	@ArchTest
	static final ArchRule featuresDoNotKnowEachOther = SlicesRuleDefinition.slices()
		.matching("io.github.shutdownspringboot.(*)..")
		.should()
		.notDependOnEachOther()
		.ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(COORDINATOR, HTTP));

	@ArchTest
	static final ArchRule theCoordinatorKnowsNoFeature = noClasses().that()
		.resideInAPackage(COORDINATOR)
		.should()
		.dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(COORDINATOR))));

	@ArchTest
	static final ArchRule theCoordinatorNeedsOnlySpringAndALog = classes().that()
		.resideInAPackage("io.github.shutdownspringboot.coordinator")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(COORDINATOR, "java..", "org.slf4j..", "org.apache.commons.logging..", "org.jspecify..",
				"org.springframework.aot.hint..", "org.springframework.beans..", "org.springframework.context..",
				"org.springframework.core..", "org.springframework.util..", "org.springframework.boot..");

	@ArchTest
	static final ArchRule httpKnowsNoFeature = noClasses().that()
		.resideInAPackage(HTTP)
		.should()
		.dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(COORDINATOR, HTTP))));

	@ArchTest
	static final ArchRule servletsStayInTheirPackages = onlyIn("..servlet..", "jakarta.servlet..");

	@ArchTest
	static final ArchRule reactorStaysInItsPackages = onlyIn("..reactive..", "reactor..");

	@ArchTest
	static final ArchRule metersStayInTheirPackage = onlyIn("..metrics..", "io.micrometer.core..");

	@ArchTest
	static final ArchRule observationsStayInTheirPackage = onlyIn("..tracing..", "io.micrometer.observation..");

	@ArchTest
	static final ArchRule actuatorStaysInItsPackage = onlyIn("..endpoint..", "org.springframework.boot.actuate..");

	/**
	 * A class that needs Spring MVC cannot be loaded without it, so nothing may lead to
	 * one but a configuration with a condition.
	 */
	@ArchTest
	static final ArchRule servletsDoWithoutSpringMvc = classes()
		.that(describe("need Spring MVC", ArchitectureTests::needsSpringMvc))
		.should()
		.onlyHaveDependentClassesThat(describe("need Spring MVC themselves", ArchitectureTests::needsSpringMvc));

	@ArchTest
	static final ArchRule nothingSleeps = noClasses().should()
		.callMethodWhere(calls("Thread.sleep",
				(call) -> call.getTargetOwner().isEquivalentTo(Thread.class) && call.getName().equals("sleep")));

	/**
	 * What is read from a file is strings, numbers, maps and lists, and never an object
	 * of a type that the file names.
	 */
	@ArchTest
	static final ArchRule nothingIsDeserialised = noClasses().should()
		.dependOnClassesThat(resideInAnyPackage("tools.jackson..", "com.fasterxml..", "com.google.gson..", "org.yaml..",
				"java.beans..", "javax.script..")
			.or(describe("read objects", (type) -> type.isAssignableTo(ObjectInput.class))));

	@ArchTest
	static final ArchRule onlyTheClockKnowsTheTime = noClasses().that()
		.doNotHaveSimpleName("SystemShutdownClock")
		.should()
		.callMethodWhere(calls("a clock",
				(call) -> (call.getTargetOwner().isEquivalentTo(System.class)
						&& Set.of("nanoTime", "currentTimeMillis").contains(call.getName()))
						|| (call.getTargetOwner().getPackageName().equals("java.time")
								&& Set.of("now", "instant", "millis").contains(call.getName()))));

	@ArchTest
	static final ArchRule whatIsPublicIsApiOrMarkedAsInternal = classes().that()
		.arePublic()
		.and()
		.areTopLevelClasses()
		.should(be("API, an auto-configuration or marked @Internal",
				(type) -> API.contains(type.getSimpleName()) || type.isEquivalentTo(Internal.class)
						|| type.isAnnotatedWith(Internal.class) || type.isAnnotatedWith(AutoConfiguration.class)));

	@ArchTest
	static final ArchRule autoConfigurationsAreFinalAndHaveNoPublicMembers = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should(be("final and without public methods",
				(type) -> type.getModifiers().contains(JavaModifier.FINAL) && type.getMethods()
					.stream()
					.noneMatch((method) -> method.getModifiers().contains(JavaModifier.PUBLIC))));

	@ArchTest
	static final ArchRule everyPackageSaysWhatMayBeNull = classes()
		.should(be("in a package that is @NullMarked", (type) -> type.getPackage().isAnnotatedWith(NullMarked.class)));

	private static boolean needsSpringMvc(JavaClass type) {
		return type.getDirectDependenciesFromSelf()
			.stream()
			.anyMatch((dependency) -> dependency.getTargetClass()
				.getPackageName()
				.startsWith("org.springframework.web.servlet"));
	}

	private static ArchCondition<JavaClass> be(String description, Predicate<JavaClass> predicate) {
		return ArchCondition.from(describe("be " + description, predicate));
	}

	private static ArchRule onlyIn(String packages, String library) {
		return noClasses().that()
			.resideOutsideOfPackage(packages)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(library);
	}

	private static DescribedPredicate<JavaMethodCall> calls(String what, Predicate<JavaMethodCall> predicate) {
		return describe("calls " + what, predicate);
	}

}
