package dev.ame.examples.inputoutput;

import dev.ame.stm.Stm;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** A table of a database, here one in memory. It knows better than the program who may buy. */
final class Tickets implements AutoCloseable {

    private final Connection connection;

    Tickets(String database) throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:" + database);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table ticket (seat int primary key, customer varchar(80) not null,"
                    + " check (customer not like 'banned%'))");
        }
    }

    /** Not to be called in a block, and it says so. One thread at a time has the connection; a real program has a pool of them. */
    synchronized void insert(int seat, String customer) throws SQLException {
        Stm.requireNotAtomic();
        try (PreparedStatement insert = connection.prepareStatement("insert into ticket values (?, ?)")) {
            insert.setInt(1, seat);
            insert.setString(2, customer);
            insert.executeUpdate();
        }
    }

    synchronized Map<Integer, String> all() throws SQLException {
        Map<Integer, String> tickets = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select seat, customer from ticket")) {
            while (rows.next()) {
                tickets.put(rows.getInt("seat"), rows.getString("customer"));
            }
        }
        return tickets;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
