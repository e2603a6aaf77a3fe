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

package io.github.shutdownspringboot.sample.knowledge;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The passages that answers are made from. An empty database gets those of the
 * {@link Library}.
 */
@Component
public class PassageStore {

	private final JdbcClient database;

	PassageStore(JdbcClient database, Library library) {
		this.database = database;
		if (count() == 0) {
			library.getPassages().forEach(this::add);
		}
	}

	private void add(Passage passage) {
		this.database.sql("insert into passage (source, content) values (?, ?)")
			.params(passage.source(), passage.content())
			.update();
	}

	/**
	 * Return how many passages there are.
	 * @return the number of passages
	 */
	public int count() {
		return this.database.sql("select count(*) from passage").query(Integer.class).single();
	}

	/**
	 * Find passages that have to do with a question.
	 * @param question the question
	 * @param limit how many passages are wanted
	 * @return the passages with the most keywords of the question, best first; none if no
	 * passage has any
	 */
	public List<Passage> find(String question, int limit) {
		Set<String> keywords = Keywords.of(question);
		return this.database.sql("select source, content from passage order by id")
			.query(Passage.class)
			.list()
			.stream()
			.map((passage) -> new Hit(passage, keywords))
			.filter((hit) -> hit.score() > 0)
			.sorted(Comparator.comparingLong(Hit::score).reversed())
			.limit(limit)
			.map(Hit::passage)
			.toList();
	}

	/**
	 * A passage, and how many keywords of the question it has.
	 *
	 * @param passage the passage
	 * @param score the number of keywords
	 */
	private record Hit(Passage passage, long score) {

		Hit(Passage passage, Set<String> keywords) {
			this(passage, keywords.stream().filter(Keywords.of(passage.content())::contains).count());
		}

	}

}
