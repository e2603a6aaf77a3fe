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

package io.github.shutdownspringboot.work;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TrackedWorkPostProcessor}.
 */
class TrackedWorkPostProcessorTests {

	private final TrackedWorkPostProcessor postProcessor = new TrackedWorkPostProcessor(true);

	TrackedWorkPostProcessorTests() {
		this.postProcessor.setBeanFactory(new DefaultListableBeanFactory());
	}

	/**
	 * All of them are in one jar with the starter.
	 * @param name the name of the class
	 * @param eligible whether it is looked through
	 */
	@ParameterizedTest
	@CsvSource({ "shop.Orders, true", "org.springframework.samples.Orders, true", "org.springframework.Orders, false",
			"io.micrometer.Orders, false", "tools.jackson.Orders, false",
			"io.github.shutdownspringboot.made.Orders, false" })
	void classesOfLibrariesAndOfTheStarterAreNotLookedThrough(String name, boolean eligible) {
		assertThat(this.postProcessor.isEligible(define(name))).isEqualTo(eligible);
	}

	@Test
	void anInterfaceWithAClassOfALibraryBehindItIsLookedAt() {
		ProxyFactory repository = new ProxyFactory(new Object());
		repository.addInterface(Repository.class);
		Object bean = repository.getProxy();
		TrackedWorkPostProcessor ofInterfaces = new TrackedWorkPostProcessor(false);
		ofInterfaces.setBeanFactory(new DefaultListableBeanFactory());
		assertThat(ofInterfaces.postProcessAfterInitialization(bean, "orders")).isNotSameAs(bean);
	}

	@Test
	void aMethodOfAnInterfaceThatASuperclassHasIsLookedAt() {
		assertThat(this.postProcessor.isEligible(ThreadTask.class)).isTrue();
	}

	@Test
	void aClassWithoutSuchMethodsIsLookedAtOnce() {
		this.postProcessor.postProcessAfterInitialization(new StringBuilder(), "builder");
		assertThat(this.postProcessor).extracting("untracked")
			.asInstanceOf(InstanceOfAssertFactories.COLLECTION)
			.containsExactly(StringBuilder.class);
	}

	@Test
	void aTargetThatIsNoProxyIsNotAskedWhatItsTargetIs() {
		TargetSource bean = mock(TargetSource.class);
		this.postProcessor.postProcessAfterInitialization(bean, "targetSource");
		then(bean).shouldHaveNoInteractions();
	}

	@Test
	void nothingIsMadeForProxiesUntilABeanNeedsOne() {
		Object bean = new Object();
		assertThat(this.postProcessor.postProcessAfterInitialization(bean, "object")).isSameAs(bean);
		assertThat(this.postProcessor).extracting("advisor").isNull();
		assertThat(this.postProcessor.postProcessAfterInitialization(new Orders(), "orders"))
			.isInstanceOf(Advised.class);
		assertThat(this.postProcessor).extracting("advisor").isNotNull();
	}

	@Test
	void anApplicationThatIsCalledLikeTheStarterIsAdvised() {
		assertThat(this.postProcessor.isEligible(Orders.class)).isTrue();
	}

	/**
	 * Define a class with a tracked method in the jar of the starter.
	 * @param name the name of the class
	 * @return the class
	 */
	private static Class<?> define(String name) {
		ClassWriter writer = new ClassWriter(0);
		writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, name.replace('.', '/'), null,
				Type.getInternalName(Object.class), null);
		MethodVisitor method = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "work", "()V", null, null);
		method.visitAnnotation(Type.getDescriptor(TrackedWork.class), true).visitEnd();
		method.visitEnd();
		writer.visitEnd();
		return new StarterJar().define(name, writer.toByteArray());
	}

	interface Repository {

		@TrackedWork
		void find();

	}

	interface Task {

		@TrackedWork
		void run();

	}

	static class ThreadTask extends Thread implements Task {

	}

	static class Orders {

		@TrackedWork
		void take() {
		}

	}

	private static final class StarterJar extends ClassLoader {

		StarterJar() {
			super(TrackedWorkPostProcessorTests.class.getClassLoader());
		}

		Class<?> define(String name, byte[] bytes) {
			return defineClass(name, bytes, 0, bytes.length, TrackedWorkPostProcessor.class.getProtectionDomain());
		}

	}

}
