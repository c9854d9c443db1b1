using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training;

/// <summary>The state of a balance as JSON, every number exact.</summary>
internal static class BalanceJson
{
    public static JsonObject Write(TaskBalance balance)
    {
        var state = new JsonObject();
        foreach (var (name, values) in balance.State) state[name] = new JsonArray([.. values.Select(value => JsonNumber.Of(value))]);
        var json = new JsonObject { ["name"] = balance.Name, ["state"] = state };
        if (balance.Random is { } random) json["random"] = random.Snapshot.ToString();
        return json;
    }

    /// <exception cref="TrainingException">The checkpoint was made with another balance.</exception>
    /// <exception cref="CheckpointException">The state of the balance is damaged.</exception>
    public static void Read(JsonObject? json, TaskBalance balance)
    {
        var name = JsonText.Of(json?["name"]);
        if (name != balance.Name) throw new TrainingException($"The checkpoint was made {(name is null ? "without a balance of its tasks" : $"with the balance '{Names.Shorten(name)}'")}, and this training has '{balance.Name}'. Resume with the same, or begin anew.");
        balance.State.Clear();
        foreach (var (key, values) in json!["state"] as JsonObject ?? [])
        {
            balance.State[key] = [.. (values as JsonArray ?? []).Select(value => JsonNumber.TryRead(value, out var number) ? number : throw new CheckpointException($"The checkpoint's state of the balance '{name}' has no number at '{Names.Shorten(key)}'. Take an earlier checkpoint."))];
        }

        if (balance.Random is not { } random) return;
        if (!RandomSnapshot.TryParse(JsonText.Of(json["random"]), out var snapshot)) throw new CheckpointException($"The checkpoint has no random-generator state for the balance '{name}'. Take an earlier checkpoint.");
        random.Restore(snapshot);
    }
}
