using System.Globalization;
using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>The state of a trainer's regularizers and other <see cref="IKeptState"/> in a checkpoint: numbers in its JSON, arrays among its tensors.</summary>
internal static class KeptStates
{
    private const string Field = "kept";

    /// <summary>Writes the states into the JSON.</summary>
    /// <returns>Their tensors, prefixed with the index of each state.</returns>
    public static List<NamedTensor> Write(IReadOnlyList<IKeptState> kept, JsonObject extra)
    {
        var tensors = new List<NamedTensor>();
        if (kept.Count == 0) return tensors;
        var json = new JsonArray();
        for (var i = 0; i < kept.Count; i++)
        {
            var state = kept[i].ExportState();
            json.Add((JsonNode)StateJson.Write(state));
            tensors.AddRange(state.Tensors.Select(tensor => new NamedTensor(Prefix(i) + tensor.Key, tensor.Value)));
        }

        extra[Field] = json;
        return tensors;
    }

    /// <summary>Reads the states of a checkpoint, which must match the given ones in number and kind; changes nothing yet.</summary>
    /// <exception cref="TrainingException">The checkpoint was made with others.</exception>
    public static NamedState[] Read(IReadOnlyList<IKeptState> kept, JsonObject extra, IReadOnlyList<NamedTensor> tensors)
    {
        var states = new List<NamedState>();
        foreach (var node in extra[Field] as JsonArray ?? [])
        {
            var prefix = Prefix(states.Count);
            states.Add(StateJson.Read(node as JsonObject ?? [], [.. tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(tensor => new NamedTensor(tensor.Name[prefix.Length..], tensor.Value))]));
        }

        string[] wanted = [.. kept.Select(one => one.ExportState().Kind)];
        if (!wanted.SequenceEqual(states.Select(state => state.Kind), StringComparer.Ordinal))
        {
            throw new TrainingException($"The checkpoint holds these states: {Listed(states.Select(state => state.Kind))}; this training needs: {Listed(wanted)}. Resume with the same {nameof(Trainer.Regularizers)} and {nameof(Trainer.Kept)} in the same order, or begin anew.");
        }

        return [.. states];
    }

    private static string Prefix(int index) => string.Create(CultureInfo.InvariantCulture, $"{index}/");

    private static string Listed(IEnumerable<string> kinds)
    {
        string[] all = [.. kinds.Select(kind => $"'{Names.Shorten(kind)}'")];
        return all.Length == 0 ? "none" : string.Join(", ", all.Take(5)) + (all.Length > 5 ? ", ..." : string.Empty);
    }
}
