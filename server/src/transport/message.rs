//! From the body of a frame to a message: what JSON-RPC allows, and the answer to what it does not.

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

/// A message from the client.
pub(super) enum Incoming {
    /// A request or a notification.
    Request(Request),
    /// The answer to one of our requests.
    Response(Response),
    /// Something that is neither; this is what to say about it.
    Invalid(Response),
}

/// Reads the body of a frame. `None` for an empty one, which some clients send to keep a connection alive.
pub(super) fn parse(body: &[u8]) -> Option<Incoming> {
    if body.is_empty() {
        return None;
    }
    let Ok(message) = serde_json::from_slice::<Value>(body) else {
        return Some(Incoming::Invalid(Response::from_error(Id::Null, Error::parse_error())));
    };
    let id = id(&message);
    let parsed = match message {
        Value::Object(fields) if fields.contains_key("method") => {
            has_valid_parameters(&fields).then(|| serde_json::from_value(Value::Object(fields)).ok()).flatten().map(Incoming::Request)
        }
        Value::Object(fields) => response(fields).map(Incoming::Response),
        // Batches are not part of the protocol.
        _ => None,
    };
    Some(parsed.unwrap_or_else(|| Incoming::Invalid(Response::from_error(id, Error::invalid_request()))))
}

fn id(message: &Value) -> Id {
    message.get("id").and_then(|id| serde_json::from_value(id.clone()).ok()).unwrap_or(Id::Null)
}

fn has_valid_parameters(fields: &Map<String, Value>) -> bool {
    matches!(fields.get("params"), None | Some(Value::Null | Value::Object(_) | Value::Array(_)))
}

fn response(mut fields: Map<String, Value>) -> Option<Response> {
    let id: Id = serde_json::from_value(fields.remove("id")?).ok()?;
    if let Some(error) = fields.remove("error") {
        let error = serde_json::from_value(error).unwrap_or_else(|_| Error::internal_error());
        return Some(Response::from_error(id, error));
    }
    Some(Response::from_ok(id, fields.remove("result")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str) -> String {
        match parse(body.as_bytes()) {
            None => "nothing".to_owned(),
            Some(Incoming::Request(request)) => format!("{} {:?}", request.method(), request.id()),
            Some(Incoming::Response(response)) => format!("answer to {:?}, ok: {}", response.id(), response.is_ok()),
            Some(Incoming::Invalid(response)) => serde_json::to_string(&response).unwrap(),
        }
    }

    #[test]
    fn tells_messages_apart() {
        assert_eq!(check(r#"{"jsonrpc":"2.0","id":7,"method":"shutdown"}"#), "shutdown Some(Number(7))");
        assert_eq!(check(r#"{"jsonrpc":"2.0","id":"a","method":"shutdown","params":null}"#), "shutdown Some(String(\"a\"))");
        assert_eq!(check(r#"{"jsonrpc":"2.0","method":"exit"}"#), "exit None");
        assert_eq!(check(r#"{"jsonrpc":"2.0","id":7,"result":null}"#), "answer to Number(7), ok: true");
        assert_eq!(check(r#"{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"no"}}"#), "answer to Number(7), ok: false");
        assert_eq!(check(""), "nothing");
    }

    #[test]
    fn says_what_is_wrong_with_the_rest() {
        let unreadable = r#"{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}"#;
        assert_eq!(check("{"), unreadable);
        assert_eq!(check(&"[".repeat(10_000)), unreadable);
        let invalid = |id: &str| format!(r#"{{"jsonrpc":"2.0","error":{{"code":-32600,"message":"Invalid request"}},"id":{id}}}"#);
        assert_eq!(check("{}"), invalid("null"));
        assert_eq!(check("[]"), invalid("null"));
        assert_eq!(check("7"), invalid("null"));
        assert_eq!(check(r#"{"id":7,"method":"shutdown"}"#), invalid("7"));
        assert_eq!(check(r#"{"jsonrpc":"2.0","id":7,"method":1}"#), invalid("7"));
        assert_eq!(check(r#"{"jsonrpc":"2.0","id":7,"method":"hover","params":"x"}"#), invalid("7"));
    }
}
