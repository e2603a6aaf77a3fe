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

package io.github.shutdownspringboot.clients;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.TestThreads;
import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import jakarta.annotation.PreDestroy;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientBeans}, {@link BeanTarget} and {@link DestroyMethods}: beans
 * that are closed as clients, in real application contexts.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClientBeansTests {

	private static final List<String> calls = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class, ClientsAutoConfiguration.class));

	private final ApplicationContextRunner hangingRunner = this.contextRunner.withBean(ManualShutdownClock.class)
		.withPropertyValues("shutdown.clients.order=client");

	@BeforeEach
	void forgetCalls() {
		calls.clear();
	}

	@Test
	void everyShapeOfDestroyMethodIsCalledOnceAndByUs(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Shapes.class).run((context) -> {
			assertThat(plan(context)).containsExactly("component", "inferredClose", "inferredShutdown", "named",
					"annotated", "disposable", "all", "unknownToSpring");
			ShutdownReport report = close(context);
			assertThat(calls).containsExactly("component.close", "inferredClose.close", "inferredShutdown.shutdown",
					"named.stop", "annotated.goodbye", "disposable.destroy", "all.goodbye", "all.destroy", "all.stop",
					"unknownToSpring.close");
			assertThat(report.clients()).extracting(ShutdownReport.Client::state).containsOnly(ClientState.CLOSED);
			assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
		});
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void aBeanWhoseDestroyMethodIsEmptyIsLeftAlone() {
		this.contextRunner.withUserConfiguration(LeftAlone.class)
			.withPropertyValues("shutdown.clients.order=other")
			.run((context) -> {
				ShutdownReport report = close(context);
				assertThat(calls).isEmpty();
				assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
				assertThat(client(report, "alone").state()).isEqualTo(ClientState.SKIPPED);
				assertThat(client(report, "other").message()).contains("left alone");
			});
	}

	@Test
	void whatADestroyMethodThrowsIsTheOutcomeWhereverItIsThrown() {
		this.contextRunner.withUserConfiguration(Failing.class).run((context) -> {
			ShutdownReport report = close(context);
			assertThat(report.outcome()).isEqualTo(ShutdownOutcome.FAILED);
			assertThat(client(report, "annotated").message()).contains("goodbye failed");
			assertThat(client(report, "disposable").message()).contains("destroy failed");
			assertThat(client(report, "mono").message()).contains("mono failed");
			assertThat(report.clients()).extracting(ShutdownReport.Client::state).containsOnly(ClientState.FAILED);
			// The other destroy methods of a bean are called all the same
			assertThat(calls).containsOnlyOnce("annotated.close");
		});
	}

	@Test
	void aBeanBehindAProxyIsClosedItself() {
		this.contextRunner.withUserConfiguration(Proxies.class)
			.withPropertyValues("shutdown.clients.order=product,disposableFactory")
			.run((context) -> {
				assertThat(plan(context)).containsExactly("product", "disposableFactory", "jdkProxy", "proxied");
				close(context);
				assertThat(calls).containsExactly("product.close", "disposableFactory.destroy", "jdkProxy.close",
						"proxied.close");
			});
	}

	@Test
	void aLazyBeanIsNotCreatedToBeClosedAndClosedOnceIfItWasCreated() {
		this.contextRunner.withUserConfiguration(LazyClients.class).run((context) -> {
			assertThat(plan(context)).containsExactlyInAnyOrder("never", "created", "lazyFactory");
			context.getBean("created");
			ShutdownReport report = close(context);
			assertThat(calls).containsExactly("created.new", "created.close");
			assertThat(client(report, "never").state()).isEqualTo(ClientState.SKIPPED);
			assertThat(client(report, "never").message()).contains("never created");
			assertThat(client(report, "created").state()).isEqualTo(ClientState.CLOSED);
			assertThat(client(report, "lazyFactory").state()).isEqualTo(ClientState.SKIPPED);
		});
	}

	@Test
	void withLazyInitializationTheRegistrationsAreThereAndTheBeansAreNot() {
		this.contextRunner.withUserConfiguration(Shapes.class, Registrations.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				close(context);
				assertThat(calls).containsExactly("registration");
			});
	}

	@Test
	void theConfigurationNamesBeansAndRegistrationsByAnyOfTheirNames() {
		this.contextRunner.withUserConfiguration(Named4Ways.class, Registrations.class)
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("object", new Closing("object")))
			.withPropertyValues("shutdown.clients.order=alias,registration,programmatic,object,annotated")
			.run((context) -> {
				assertThat(plan(context)).containsExactly("canonical", "by-bean", "programmatic", "object", "annotated",
						"first");
				close(context);
				assertThat(calls).containsExactly("canonical.close", "registration", "programmatic", "object.close",
						"annotated.close", "first.close");
			});
	}

	@Test
	void anUnknownNameFailsTheStart() {
		this.contextRunner.withUserConfiguration(Registrations.class)
			.withPropertyValues("shutdown.clients.order=registration,mcpClint")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidShutdownConfigurationException.class, (ex) -> {
					assertThat(ex.getDescription()).contains("'shutdown.clients.order'").contains("'mcpClint'");
					assertThat(ex.getAction()).contains("by-bean").contains("order(");
				}));
	}

	@Test
	void aChildContextMaySeeARegistrationOfItsParentInTheOrder() {
		this.contextRunner.withUserConfiguration(Registrations.class)
			.withPropertyValues("shutdown.clients.order=by-bean")
			.run((parent) -> this.contextRunner.withParent(parent)
				.run((child) -> this.contextRunner.withParent(child)
					.withPropertyValues("shutdown.clients.order=by-bean")
					.run((grandchild) -> assertThat(plan(grandchild)).isEmpty())));
	}

	@Test
	void aBeanOfTheParentContextIsClosedByTheParent() {
		this.contextRunner.withBean("parentClient", Closing.class, () -> new Closing("parent"))
			.withPropertyValues("shutdown.clients.order=parentClient")
			.run((parent) -> {
				this.contextRunner.withParent(parent).run((child) -> {
					assertThat(plan(child)).isEmpty();
					close(child);
					assertThat(calls).isEmpty();
				});
				close(parent);
				assertThat(calls).containsExactly("parent.close");
			});
	}

	@ParameterizedTest
	@CsvSource({ "prototype, prototype", "scoped, thread" })
	void aBeanThatIsNoSingletonIsRefused(String profile, String scope) {
		this.contextRunner.withUserConfiguration(Scopes.class)
			.withPropertyValues("spring.profiles.active=" + profile)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidShutdownConfigurationException.class, (ex) -> {
					assertThat(ex.getDescription()).contains("'client'").contains("'" + scope + "'");
					assertThat(ex.getAction()).contains("ClientRegistry");
				}));
	}

	@Test
	void aSingletonBehindAScopedProxyIsClosed() {
		this.contextRunner.withUserConfiguration(Scopes.class)
			.withPropertyValues("spring.profiles.active=singleton", "shutdown.clients.order=plain")
			.run((context) -> {
				assertThat(plan(context)).containsExactly("plain", "client");
				close(context);
				assertThat(calls).containsExactly("plain.close", "client.close");
			});
	}

	@Test
	void aBeanThatNothingClosesIsRefused() {
		this.contextRunner.withBean("text", String.class, () -> "text")
			.withPropertyValues("shutdown.clients.order=text")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("'text'")
				.hasMessageContaining("no method that closes it"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "soon" })
	void aTimeoutThatIsNoneIsRefused(String value) {
		this.contextRunner.withUserConfiguration(Timeout.class)
			.withPropertyValues("client.timeout=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("'client'")
				.hasMessageContaining("'" + value + "'"));
	}

	@Test
	void aTimeoutMayBeAPlaceholder() {
		this.contextRunner.withUserConfiguration(Timeout.class)
			.withPropertyValues("client.timeout=3s")
			.run((context) -> assertThat(
					client(context.getBean(ShutdownCoordinator.class).getReport(), "client").timeout())
				.isEqualTo(Duration.ofSeconds(3)));
	}

	@Test
	void twoClientsWithOneNameAreRefused() {
		this.contextRunner.withUserConfiguration(Registrations.class)
			.withBean("other", ClientRegistration.class, () -> ClientRegistration.of("by-bean", () -> {
			}))
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("'by-bean'"));
	}

	@Test
	void aClientClosesBeforeTheOneThatItUsesUnlessTheOrderSaysOtherwise(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Uses.class).run((context) -> {
			assertThat(plan(context)).containsExactly("usedByOrder", "userByOrder", "equalUser", "equalUsed",
					"lateUser", "used");
			close(context);
			assertThat(calls.indexOf("equalUser.close")).isLessThan(calls.indexOf("equalUsed.close"));
		});
		assertThat(output.toString().split("'stranger' uses")).hasSize(2);
		assertThat(output).doesNotContain("'bystander' uses").doesNotContain("'service' uses");
		assertThat(output).contains("'lateLifecycle' uses 'equalUsed'").doesNotContain("'earlyLifecycle' uses");
	}

	@Test
	void aBeanDoesNotUseWhatOnlyItsConfigurationUses(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Shapes.class, UsesInConfiguration.class).run((context) -> {
			close(context);
			assertThat(output).contains("'user' uses 'inferredClose'").doesNotContain("'unrelated' uses");
		});
	}

	@Test
	void clientsThatUseEachOtherAreClosedInReverseOrderOfRegistration() {
		this.contextRunner.withUserConfiguration(Mutual.class).run((context) -> {
			assertThat(plan(context)).containsExactly("two", "one");
			assertThat(close(context).outcome()).isEqualTo(ShutdownOutcome.CLEAN);
			assertThat(calls).containsExactly("two.close", "one.close");
		});
	}

	@Test
	void aGracefulCloseThatFailsIsFollowedByTheHardOne() {
		this.contextRunner.withUserConfiguration(Graceful.class).run((context) -> {
			ShutdownReport report = close(context);
			assertThat(calls).containsExactly("good.closeGracefully", "refusing.closeGracefully", "refusing.close",
					"explicit.close");
			assertThat(client(report, "good").message()).isNull();
			assertThat(client(report, "refusing").state()).isEqualTo(ClientState.CLOSED);
			assertThat(client(report, "refusing").message()).contains("closeGracefully() failed: it returned false")
				.endsWith("closed by close()");
			assertThat(client(report, "both").state()).isEqualTo(ClientState.FAILED);
		});
	}

	@Test
	void aGracefulCloseThatHangsIsFollowedByTheHardOne() {
		this.hangingRunner.withBean("client", GracefulClient.class, () -> new GracefulClient("client", () -> {
			new CountDownLatch(1).await();
			return true;
		})).run(hanging(() -> calls.contains("client.closeGracefully"), (client) -> {
			assertThat(client.state()).isEqualTo(ClientState.CLOSED);
			assertThat(client.message()).startsWith("closeGracefully() did not end in time")
				.endsWith("closed by close()");
			assertThat(calls).containsExactly("client.closeGracefully", "client.close");
		}));
	}

	@Test
	void anExecutorThatDoesNotTerminateIsShutDownNow() throws InterruptedException {
		CountDownLatch interrupted = new CountDownLatch(1);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		executor.execute(() -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		this.hangingRunner.withBean("client", ExecutorService.class, () -> executor)
			.run(hanging(executor::isShutdown,
					(client) -> assertThat(client.message()).contains("closed by shutdownNow()")));
		assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aCloseThatWaitsForWhatRunsIsFollowedByShutdownNow() {
		this.hangingRunner.withBean("client", PatientClient.class)
			.run(hanging(() -> calls.contains("patient.close"), (client) -> {
				assertThat(client.state()).isEqualTo(ClientState.CLOSED);
				assertThat(client.message()).startsWith("close() did not end in time")
					.endsWith("closed by shutdownNow()");
				assertThat(calls).containsExactly("patient.close", "patient.shutdownNow");
			}));
	}

	@Test
	void nothingElseIsCalledOnABeanWhoseTimeIsOver() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		this.hangingRunner
			.withBean("client", InterruptedClient.class, () -> new InterruptedClient(thread),
					(definition) -> definition.setDestroyMethodName("shutdown"))
			.run(hanging(() -> thread.get() != null, (client) -> {
				assertThat(client.state()).isEqualTo(ClientState.CLOSED);
				thread.get().join();
				assertThat(calls).containsExactly("interrupted.shutdownNow");
			}));
	}

	@Test
	void whatIsCreatedAfterTheStartIsRememberedIfItIsAClient() {
		this.contextRunner.withUserConfiguration(Proxies.class, LazyClients.class)
			.withPropertyValues("shutdown.clients.order=lazyFactory,proxied")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				context.getBean("proxied");
				context.getBean("lazyFactory");
				context.getBean("product");
				assertThat(context.getBean(CreatedBeans.class).getBean("product")).isNull();
				close(context);
				assertThat(calls).containsExactly("lazyFactory.new", "lazyFactory.close", "proxied.close");
			});
	}

	@Test
	void postProcessorsLearnThatTheBeanIsDestroyedOnce() {
		this.contextRunner.withUserConfiguration(Processed.class).run((context) -> {
			close(context);
			assertThat(calls).containsExactly("processed.before", "processed.close");
		});
	}

	/**
	 * Ahead-of-time processing writes annotated methods into the definition; there is no
	 * post-processor for them at run time.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void methodsThatStandInTheDefinitionAfterAotProcessingAreCalledOnce(boolean processorToo) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			RootBeanDefinition all = new RootBeanDefinition(All.class);
			all.setDestroyMethodNames("goodbye", "destroy", "stop");
			context.registerBeanDefinition("all", all);
			RootBeanDefinition annotated = new RootBeanDefinition(Annotated.class);
			annotated.setDestroyMethodNames(Annotated.class.getName() + ".goodbye");
			context.registerBeanDefinition("annotated", annotated);
			if (!processorToo) {
				context.addBeanFactoryPostProcessor((beanFactory) -> ((BeanDefinitionRegistry) beanFactory)
					.removeBeanDefinition("org.springframework.context.annotation.internalCommonAnnotationProcessor"));
			}
			TestPropertyValues.of("shutdown.clients.order=annotated,all").applyTo(context);
			context.register(ShutdownCoordinatorAutoConfiguration.class, ClientsAutoConfiguration.class);
			context.refresh();
			context.close();
		}
		assertThat(calls).containsExactlyInAnyOrder("annotated.goodbye", "all.destroy", "all.goodbye", "all.stop");
	}

	@Test
	void aContextThatDoesNotStartDestroysItsBeansOnce() {
		this.contextRunner.withUserConfiguration(Processed.class)
			.withPropertyValues("shutdown.clients.order=unknown")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(calls).containsExactly("processed.before", "processed.close");
			});
	}

	@Test
	void aStartThatFailsClosesTheClientsThatAreNoBeansToo() {
		this.contextRunner.withUserConfiguration(Registrations.class, FailingStart.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(calls).containsExactlyInAnyOrder("programmatic", "registration", "bean.close");
		});
	}

	@Test
	void anObjectThatIsTwoBeansIsClosedOnceByWhicheverComesFirst() {
		this.contextRunner.withUserConfiguration(TwoNames.class).run((context) -> {
			close(context);
			assertThat(calls).containsExactly("client.close");
		});
		calls.clear();
		this.contextRunner.withUserConfiguration(TwoNames.class)
			.withPropertyValues("shutdown.clients.order=view")
			.run((context) -> {
				ShutdownReport report = close(context);
				assertThat(calls).containsExactly("client.close");
				assertThat(client(report, "client").message()).isEqualTo("it is closed under another name");
			});
	}

	@Test
	void aBeanThatIsGivenToARegistrationIsClosedAsThatBeanAndOnce(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(RegistrationsOfBeans.class).run((context) -> {
			context.getBean(ClientRegistry.class)
				.register(ClientRegistration.of("late", (AutoCloseable) context.getBean("lateBean")));
			ShutdownReport report = close(context);
			assertThat(calls).containsExactlyInAnyOrder("bean.closeGracefully", "self.close", "proxied.close",
					"lateBean.close", "alone.close");
			assertThat(report.clients()).extracting(ShutdownReport.Client::name)
				.containsExactlyInAnyOrder("by-bean", "self", "proxied", "late", "alone");
		});
		assertThat(output).contains("'user' uses 'bean'");
	}

	@ParameterizedTest
	@ValueSource(classes = { AnewAnnotated.class, AnewRegistration.class })
	void whatIsMadeAnewEachTimeIsRefused(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidShutdownConfigurationException.class, (ex) -> {
					assertThat(ex.getDescription()).contains("'client'");
					assertThat(ex.getAction()).contains("ClientRegistry");
				}));
	}

	@Test
	void beansThatWereCreatedBeforeAnybodyCouldSeeThemAreClosed() {
		this.contextRunner.withUserConfiguration(Early.class).run((context) -> {
			close(context);
			assertThat(calls).containsExactly("earlyProduct.close", "early.close");
		});
	}

	@Test
	void theAnnotationOfAnObjectThatWasRegisteredAsASingletonCounts() {
		this.contextRunner
			.withInitializer(
					(context) -> context.getBeanFactory().registerSingleton("object", new AnnotatedComponent()))
			.run((context) -> {
				assertThat(client(close(context), "object").state()).isEqualTo(ClientState.CLOSED);
				assertThat(calls).containsExactly("component.close");
			});
	}

	@Test
	void nobodyAsksABeanWhatItEquals() {
		this.contextRunner.withBean("nothing", Closing.class, () -> null)
			.withPropertyValues("shutdown.clients.order=unequal,nothing")
			.withBean("unequal", Unequal.class)
			.run((context) -> {
				ShutdownReport report = close(context);
				assertThat(calls).contains("unequal.close");
				assertThat(client(report, "nothing").message()).isEqualTo("it is null");
			});
	}

	@Test
	void aClientForWhichNoTimeIsLeftIsLeftToSpring() {
		this.contextRunner.withBean("client", Closing.class, () -> new Closing("client"))
			.withPropertyValues("shutdown.clients.order=client")
			.run((context) -> {
				context.getBean(ClientsStage.class).cut();
				ShutdownReport report = close(context);
				assertThat(client(report, "client").message()).isEqualTo("no time was left");
				assertThat(client(report, "client").state()).isEqualTo(ClientState.SKIPPED);
				assertThat(calls).containsExactly("client.close");
			});
	}

	@ParameterizedTest
	@CsvSource({ "6s, 6s, true", "4s, 5s, false" })
	void declaredTimeoutsThatAreMoreThanThereIsAreToldAtTheStart(String first, String second, boolean told,
			CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Timeout.class, Shapes.class)
			.withBean("second", ClientRegistration.class, () -> ClientRegistration.of("second", () -> {
			}).timeout(DurationStyle.detectAndParse(second)))
			.withPropertyValues("client.timeout=" + first, "shutdown.clients.order=client")
			.run((context) -> assertThat(output.toString().contains("not all of them can have their time"))
				.isEqualTo(told));
	}

	/**
	 * Close an application whose bean "client" hangs in its first way.
	 */
	private ContextConsumer<AssertableApplicationContext> hanging(Callable<Boolean> hangs,
			ThrowingConsumer<ShutdownReport.Client> requirements) {
		return (context) -> {
			ManualShutdownClock clock = context.getBean(ManualShutdownClock.class);
			CompletableFuture<ShutdownReport> closed = TestThreads.supply(() -> close(context));
			Awaitility.await().until(hangs);
			clock.advance(Duration.ofSeconds(4));
			assertThat(client(closed.get(60, TimeUnit.SECONDS), "client")).satisfies(requirements);
		};
	}

	private static List<String> plan(ApplicationContext context) {
		return context.getBean(ShutdownCoordinator.class)
			.getReport()
			.clients()
			.stream()
			.map(ShutdownReport.Client::name)
			.toList();
	}

	private static ShutdownReport close(ConfigurableApplicationContext context) {
		ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
		context.close();
		return coordinator.getReport();
	}

	private static ShutdownReport.Client client(ShutdownReport report, String name) {
		return report.clients().stream().filter((client) -> client.name().equals(name)).findFirst().orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Shapes {

		@Bean
		@CloseOnShutdown(order = 1, timeout = "1s")
		Closing inferredClose() {
			return new Closing("inferredClose");
		}

		@Bean
		@CloseOnShutdown(order = 2)
		Shutting inferredShutdown() {
			return new Shutting();
		}

		@Bean(destroyMethod = "stop")
		@CloseOnShutdown(order = 3)
		Named named() {
			return new Named();
		}

		@Bean
		@CloseOnShutdown(order = 4)
		Annotated annotated() {
			return new Annotated();
		}

		@Bean
		@CloseOnShutdown(order = 5)
		Disposable disposable() {
			return new Disposable();
		}

		@Bean(destroyMethod = "stop")
		@CloseOnShutdown(order = 6)
		All all() {
			return new All();
		}

		@Bean
		static BeanDefinitionRegistryPostProcessor components() {
			return (registry) -> {
				registry.registerBeanDefinition("component", new RootBeanDefinition(AnnotatedComponent.class));
				registry.registerBeanDefinition("unknownToSpring", new RootBeanDefinition(UnknownToSpring.class));
			};
		}

	}

	static class Closing implements AutoCloseable {

		private final String name;

		Closing(String name) {
			this.name = name;
		}

		@Override
		public void close() {
			calls.add(this.name + ".close");
		}

	}

	@CloseOnShutdown(order = 0)
	static class AnnotatedComponent extends Closing {

		AnnotatedComponent() {
			super("component");
		}

	}

	@CloseOnShutdown(order = 7)
	public static class UnknownToSpring {

		public void close() {
			calls.add("unknownToSpring.close");
		}

	}

	public static class Shutting {

		public CompletableFuture<Void> shutdown() {
			return CompletableFuture.runAsync(() -> calls.add("inferredShutdown.shutdown"));
		}

	}

	public static class Named {

		public Mono<Void> stop(boolean force) {
			return Mono.fromRunnable(() -> calls.add("named.stop"));
		}

		public void close() {
			calls.add("named.close");
		}

	}

	static class Annotated {

		@PreDestroy
		private void goodbye() {
			calls.add("annotated.goodbye");
		}

	}

	public static class Disposable implements DisposableBean {

		@Override
		@PreDestroy
		public void destroy() {
			calls.add("disposable.destroy");
		}

		public void close() {
			calls.add("disposable.close");
		}

	}

	public static class All implements DisposableBean {

		@PreDestroy
		void goodbye() {
			calls.add("all.goodbye");
		}

		@Override
		public void destroy() {
			calls.add("all.destroy");
		}

		public void stop() {
			calls.add("all.stop");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LeftAlone {

		@Bean(destroyMethod = "")
		@CloseOnShutdown
		Closing alone() {
			return new Closing("alone");
		}

		@Bean(destroyMethod = "")
		Closing other() {
			return new Closing("other");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		@CloseOnShutdown
		FailingAnnotated annotated() {
			return new FailingAnnotated();
		}

		@Bean
		@CloseOnShutdown
		DisposableBean disposable() {
			return () -> {
				throw new IllegalStateException("destroy failed");
			};
		}

		@Bean(destroyMethod = "stop")
		@CloseOnShutdown
		FailingMono mono() {
			return new FailingMono();
		}

	}

	static class FailingAnnotated extends Closing {

		FailingAnnotated() {
			super("annotated");
		}

		@PreDestroy
		void goodbye() {
			throw new AssertionError("goodbye failed");
		}

	}

	static class FailingMono {

		Mono<Void> stop() {
			return Mono.error(new IllegalStateException("mono failed"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxies {

		@Bean
		@CloseOnShutdown(order = 2)
		Closing proxied() {
			return new Closing("proxied");
		}

		@Bean
		@CloseOnShutdown(order = 1)
		AutoCloseable jdkProxy() {
			return (AutoCloseable) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { AutoCloseable.class }, (proxy, method, arguments) -> switch (method.getName()) {
						case "close" -> calls.add("jdkProxy.close") ? null : proxy;
						case "hashCode" -> System.identityHashCode(proxy);
						case "equals" -> proxy == arguments[0];
						default -> "proxy";
					});
		}

		@Bean
		static BeanPostProcessor proxying() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					// A stranger: it does not let the call through
					return beanName.equals("proxied") ? new Closing("stranger") : bean;
				}

			};
		}

		@Bean
		FactoryBean<Closing> product() {
			return new PlainFactory("product");
		}

		@Bean
		FactoryBean<Closing> disposableFactory() {
			return new DisposableFactory();
		}

		@Bean
		Object userOfProducts(Closing product, Closing disposableFactory) {
			return "user";
		}

	}

	static class PlainFactory implements FactoryBean<Closing> {

		private final String name;

		PlainFactory(String name) {
			this.name = name;
		}

		@Override
		public Closing getObject() {
			return new Closing(this.name);
		}

		@Override
		public Class<?> getObjectType() {
			return Closing.class;
		}

	}

	static class DisposableFactory extends PlainFactory implements DisposableBean {

		DisposableFactory() {
			super("disposableFactory");
		}

		@Override
		public void destroy() {
			calls.add("disposableFactory.destroy");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyClients {

		@Bean
		@Lazy
		@CloseOnShutdown
		Closing never() {
			calls.add("never.new");
			return new Closing("never");
		}

		@Bean
		@Lazy
		@CloseOnShutdown
		Closing created() {
			calls.add("created.new");
			return new Closing("created");
		}

		@Bean
		@Lazy
		@CloseOnShutdown
		FactoryBean<Closing> lazyFactory() {
			calls.add("lazyFactory.new");
			return new PlainFactory("lazyFactory");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Registrations {

		@Bean
		ClientRegistration registration() {
			return ClientRegistration.of("by-bean", () -> calls.add("registration"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Named4Ways {

		@Bean({ "canonical", "alias" })
		Closing canonical() {
			return new Closing("canonical");
		}

		@Bean
		@CloseOnShutdown(order = 9)
		Closing annotated() {
			return new Closing("annotated");
		}

		@Bean
		@CloseOnShutdown(order = 1)
		Closing first() {
			return new Closing("first");
		}

		@Bean
		Object registering(ClientRegistry registry) {
			registry.register(ClientRegistration.of("programmatic", () -> calls.add("programmatic")));
			return "registering";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scopes {

		@Bean("client")
		@Profile("prototype")
		@Scope("prototype")
		@CloseOnShutdown
		Closing prototype() {
			return new Closing("client");
		}

		@Bean("client")
		@Profile("scoped")
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		@CloseOnShutdown
		NoArguments scoped() {
			return new NoArguments();
		}

		@Bean("client")
		@Profile("singleton")
		@Scope(proxyMode = ScopedProxyMode.TARGET_CLASS)
		@CloseOnShutdown
		NoArguments singleton() {
			return new NoArguments();
		}

		@Bean("plain")
		@Profile("singleton")
		@Scope(proxyMode = ScopedProxyMode.TARGET_CLASS)
		NoArguments plain() {
			return new NoArguments("plain");
		}

		@Bean
		static BeanFactoryPostProcessor threadScope() {
			return (beanFactory) -> beanFactory.registerScope("thread", new SimpleThreadScope());
		}

	}

	static class NoArguments extends Closing {

		NoArguments() {
			super("client");
		}

		NoArguments(String name) {
			super(name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Timeout {

		@Bean
		@CloseOnShutdown(timeout = "${client.timeout}")
		Closing client() {
			return new Closing("client");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Uses {

		@Bean
		@CloseOnShutdown(order = 2)
		Closing userByOrder(Closing usedByOrder) {
			return new Closing("userByOrder");
		}

		@Bean
		@CloseOnShutdown(order = 1)
		Closing usedByOrder() {
			return new Closing("usedByOrder");
		}

		@Bean
		@CloseOnShutdown(order = 5)
		Closing equalUsed() {
			return new Closing("equalUsed");
		}

		@Bean
		@CloseOnShutdown(order = 5)
		Closing equalUser(Service service) {
			return new Closing("equalUser");
		}

		@Bean
		Service service(Closing equalUsed) {
			return new Service();
		}

		@Bean
		Closing stranger(Service service) {
			return new Closing("stranger");
		}

		// Stopped before clients are closed
		@Bean
		ClosingLifecycle earlyLifecycle(Closing equalUsed) {
			return new ClosingLifecycle(Integer.MAX_VALUE);
		}

		@Bean
		ClosingLifecycle lateLifecycle(Closing equalUsed) {
			return new ClosingLifecycle(0);
		}

		@Bean
		Closing bystander() {
			return new Closing("bystander");
		}

		// Created before what it uses
		@Bean
		@CloseOnShutdown
		LateUser lateUser() {
			return new LateUser();
		}

		@Bean
		@CloseOnShutdown
		Closing used() {
			return new Closing("used");
		}

	}

	static class Service {

	}

	@Configuration(proxyBeanMethods = false)
	static class UsesInConfiguration {

		@Autowired
		@Qualifier("inferredClose")
		Closing client;

		@Bean
		Closing unrelated() {
			return new Closing("unrelated");
		}

		@Bean
		Closing user(@Qualifier("inferredClose") Closing client) {
			return new Closing("user");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Mutual {

		@Bean
		@CloseOnShutdown
		MutualClient one() {
			return new MutualClient("one");
		}

		@Bean
		@CloseOnShutdown
		MutualClient two(@Qualifier("one") MutualClient one, DefaultListableBeanFactory beanFactory) {
			beanFactory.registerDependentBean("two", "one");
			return new MutualClient("two");
		}

	}

	static class MutualClient extends Closing {

		MutualClient(String name) {
			super(name);
		}

	}

	static class ClosingLifecycle extends Closing implements SmartLifecycle {

		private final int phase;

		ClosingLifecycle(int phase) {
			super("lifecycle");
			this.phase = phase;
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

	static class LateUser extends Closing {

		@Autowired
		@Qualifier("used")
		Closing used;

		LateUser() {
			super("lateUser");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Graceful {

		@Bean
		@CloseOnShutdown(order = 1)
		GracefulClient good() {
			return new GracefulClient("good", () -> true);
		}

		@Bean
		@CloseOnShutdown(order = 2)
		GracefulClient refusing() {
			return new GracefulClient("refusing", () -> false);
		}

		@Bean(destroyMethod = "close")
		@CloseOnShutdown(order = 4)
		GracefulClient explicit() {
			return new GracefulClient("explicit", () -> true);
		}

		@Bean
		@CloseOnShutdown(order = 5)
		HopelessClient both() {
			return new HopelessClient();
		}

	}

	public static class GracefulClient extends Closing {

		private final String name;

		private final Callable<Boolean> graceful;

		GracefulClient(String name, Callable<Boolean> graceful) {
			super(name);
			this.name = name;
			this.graceful = graceful;
		}

		public boolean closeGracefully() throws Exception {
			calls.add(this.name + ".closeGracefully");
			return this.graceful.call();
		}

	}

	/**
	 * Like the HTTP client of the JDK.
	 */
	public static class PatientClient implements AutoCloseable {

		@Override
		public void close() throws InterruptedException {
			calls.add("patient.close");
			new CountDownLatch(1).await();
		}

		public void shutdownNow() {
			calls.add("patient.shutdownNow");
		}

	}

	public static class InterruptedClient {

		private final AtomicReference<Thread> thread;

		InterruptedClient(AtomicReference<Thread> thread) {
			this.thread = thread;
		}

		@PreDestroy
		void goodbye() throws InterruptedException {
			this.thread.set(Thread.currentThread());
			new CountDownLatch(1).await();
		}

		public void shutdown() {
			calls.add("interrupted.shutdown");
		}

		public void shutdownNow() {
			calls.add("interrupted.shutdownNow");
		}

	}

	public static class HopelessClient implements AutoCloseable {

		public void closeGracefully() {
			throw new IllegalStateException("not gracefully");
		}

		@Override
		public void close() {
			throw new IllegalStateException("not at all");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Processed {

		@Bean
		@CloseOnShutdown
		Closing processed() {
			return new Closing("processed");
		}

		@Bean
		static DestructionAwareBeanPostProcessor processor() {
			return new DestructionAwareBeanPostProcessor() {

				@Override
				public void postProcessBeforeDestruction(Object bean, String beanName) {
					calls.add(beanName + ".before");
				}

				@Override
				public boolean requiresDestruction(Object bean) {
					return bean instanceof Closing;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingStart {

		@Bean
		@CloseOnShutdown
		Closing bean() {
			return new Closing("bean");
		}

		@Bean
		InitializingBean failing(ClientRegistry registry, ClientRegistration registration, Closing bean) {
			registry.register(ClientRegistration.of("programmatic", () -> calls.add("programmatic")));
			registry.register(ClientRegistration.of("bean", bean));
			return () -> {
				throw new IllegalStateException("This application does not start");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoNames {

		@Bean
		@CloseOnShutdown
		Closing client() {
			return new Closing("client");
		}

		@Bean
		AutoCloseable view(Closing client) {
			return client;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RegistrationsOfBeans {

		@Bean
		GracefulClient bean() {
			return new GracefulClient("bean", () -> true);
		}

		@Bean
		ClientRegistration registration(GracefulClient bean) {
			return ClientRegistration.of("by-bean", bean);
		}

		@Bean
		DisposableBean user(GracefulClient bean) {
			return () -> {
			};
		}

		@Bean
		Closing self(ClientRegistry registry) {
			return new RegisteringItself(registry, "self");
		}

		@Bean
		Closing proxied(ClientRegistry registry) {
			return new RegisteringItself(registry, "proxied");
		}

		@Bean
		Closing lateBean() {
			return new Closing("lateBean");
		}

		@Bean(destroyMethod = "")
		Closing alone(ClientRegistry registry) {
			return new RegisteringItself(registry, "alone");
		}

		@Bean
		static BeanPostProcessor proxying() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (!beanName.equals("proxied")) {
						return bean;
					}
					ProxyFactory factory = new ProxyFactory(bean);
					factory.setProxyTargetClass(true);
					return factory.getProxy();
				}

			};
		}

	}

	static class RegisteringItself extends Closing {

		RegisteringItself(ClientRegistry registry, String name) {
			super(name);
			registry.register(ClientRegistration.of(name, this));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnewAnnotated {

		@Bean
		@CloseOnShutdown
		FactoryBean<Closing> client() {
			return new PlainFactory("client") {

				@Override
				public boolean isSingleton() {
					return false;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnewRegistration {

		@Bean
		@Scope("prototype")
		ClientRegistration client() {
			return ClientRegistration.of("client", () -> {
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Early {

		@Bean
		@CloseOnShutdown(order = 2)
		static NoArguments early() {
			return new NoArguments("early");
		}

		@Bean
		@CloseOnShutdown(order = 1)
		static FactoryBean<Closing> earlyProduct() {
			return new PlainFactory("earlyProduct");
		}

		@Bean
		static EarlyPostProcessor needsThem(NoArguments early, @Qualifier("earlyProduct") Closing earlyProduct) {
			return new EarlyPostProcessor();
		}

	}

	static class EarlyPostProcessor implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

	static class Unequal extends Closing {

		Unequal() {
			super("unequal");
		}

		@Override
		public boolean equals(Object other) {
			return other.getClass() == getClass();
		}

		@Override
		public int hashCode() {
			return 0;
		}

	}

}
