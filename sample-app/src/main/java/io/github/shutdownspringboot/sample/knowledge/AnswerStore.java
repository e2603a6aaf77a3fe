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

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The answers, token by token. A token is saved before it is sent, so the store knows
 * whatever a client may have seen, also after a crash, and on another instance while this
 * one still drains.
 */
@Component
public class AnswerStore {

	private final JdbcClient database;

	AnswerStore(JdbcClient database) {
		this.database = database;
	}

	/**
	 * Begin an answer.
	 * @param conversation the conversation that it belongs to
	 * @param question what was asked
	 * @return the id of the answer
	 */
	public UUID begin(String conversation, String question) {
		UUID id = UUID.randomUUID();
		this.database.sql("insert into answer (id, conversation, question) values (?, ?, ?)")
			.params(id, conversation, question)
			.update();
		return id;
	}

	/**
	 * Forget an answer that has no token.
	 * @param id the id of the answer
	 */
	public void forget(UUID id) {
		this.database.sql("delete from answer where id = ?").param(id).update();
	}

	/**
	 * Save the next token of an answer.
	 * @param id the id of the answer
	 * @param position the position of the token, from one
	 * @param token the token
	 * @throws DuplicateKeyException if there is a token at that position, which another
	 * stream of the same answer has saved
	 */
	public void append(UUID id, int position, String token) throws DuplicateKeyException {
		this.database.sql("insert into token (answer, position, content) values (?, ?, ?)")
			.params(id, position, token)
			.update();
	}

	/**
	 * Save that an answer is at its end.
	 * @param id the id of the answer
	 */
	public void complete(UUID id) {
		this.database.sql("update answer set complete = true where id = ?").param(id).update();
	}

	/**
	 * Find an answer.
	 * @param id the id of the answer
	 * @return the answer, if there is one with that id
	 */
	public Optional<Answer> find(UUID id) {
		return this.database.sql("select id, conversation, question, complete from answer where id = ?")
			.param(id)
			.query(Row.class)
			.optional()
			.map(this::withTokens);
	}

	/**
	 * Return the answers of a conversation.
	 * @param conversation the conversation
	 * @return its answers, oldest first
	 */
	public List<Answer> findAll(String conversation) {
		return this.database
			.sql("select id, conversation, question, complete from answer where conversation = ? order by number")
			.param(conversation)
			.query(Row.class)
			.list()
			.stream()
			.map(this::withTokens)
			.toList();
	}

	/**
	 * Add the tokens. They are read last, so an answer that is complete has all of them.
	 * @param row the answer
	 * @return the answer with its tokens
	 */
	private Answer withTokens(Row row) {
		return new Answer(row.id(), row.conversation(), row.question(), tokens(row.id()), row.complete());
	}

	private List<String> tokens(UUID id) {
		return this.database.sql("select content from token where answer = ? order by position")
			.param(id)
			.query((row, number) -> row.getString("content"))
			.list();
	}

	/**
	 * Count what has been saved.
	 * @return the counts
	 */
	public Counts count() {
		return this.database.sql("""
				select (select count(*) from answer) as answers,
					(select count(*) from answer where complete) as complete,
					(select count(*) from token) as tokens""").query(Counts.class).single();
	}

	/**
	 * How much has been saved.
	 *
	 * @param answers the number of answers
	 * @param complete how many of them are complete
	 * @param tokens the number of tokens of all answers
	 */
	public record Counts(long answers, long complete, long tokens) {

	}

	/**
	 * An answer without its tokens.
	 *
	 * @param id its id
	 * @param conversation the conversation that it belongs to
	 * @param question what was asked
	 * @param complete whether it is at its end
	 */
	private record Row(UUID id, String conversation, String question, boolean complete) {

	}

}
