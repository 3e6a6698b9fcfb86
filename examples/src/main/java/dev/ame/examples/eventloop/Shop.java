package dev.ame.examples.eventloop;

import dev.ame.stm.Counter;
import dev.ame.stm.collections.TMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The shop. Its methods are the handlers of events: code for one thread, that keeps its state in transactional maps. Each call is
 * part of a block, so a handler that throws has done nothing.
 */
final class Shop {

    /** What a customer is told who asks for what there is not. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Who shops, and what is in the cart. */
    record Session(String user, List<String> cart) {
        Session {
            cart = List.copyOf(cart);
        }
    }

    private final TMap<String, Counter> stock = TMap.named("stock");
    private final TMap<String, Session> sessions = TMap.named("sessions");
    private final TMap<String, Session> orders = TMap.named("orders");

    Shop(Map<String, Integer> delivery) {
        delivery.forEach((item, number) -> {
            Counter pieces = Counter.named(item);
            pieces.add(number);
            stock.put(item, pieces);
        });
    }

    String login(String user) {
        String session = UUID.randomUUID().toString();
        sessions.put(session, new Session(user, List.of()));
        return session;
    }

    String addToCart(String session, String item) {
        piecesOf(item);
        Session before = session(session);
        List<String> cart = new ArrayList<>(before.cart());
        cart.add(item);
        sessions.put(session, new Session(before.user(), cart));
        return cart.size() + " in the cart";
    }

    /** Sells all that is in the cart, or nothing. Sales of different items never collide, nor do those of one that there is enough of. */
    String checkout(String session) {
        Session customer = session(session);
        for (String item : customer.cart()) {
            if (!piecesOf(item).tryAdd(-1, 0)) {
                throw new RefusedException(item + " is sold out"); // what was taken before is put back
            }
        }
        orders.put(session, customer);
        sessions.remove(session);
        return customer.cart().size() + " sold";
    }

    long inStock(String item) {
        return piecesOf(item).sum();
    }

    long sold(String item) {
        return orders.values().stream()
                .flatMap(order -> order.cart().stream())
                .filter(item::equals)
                .count();
    }

    int orderCount() {
        return orders.size();
    }

    private Counter piecesOf(String item) {
        Counter pieces = stock.get(item);
        if (pieces == null) {
            throw new RefusedException("no such item: " + item);
        }
        return pieces;
    }

    private Session session(String id) {
        Session session = sessions.get(id);
        if (session == null) {
            throw new RefusedException("no such session");
        }
        return session;
    }
}
