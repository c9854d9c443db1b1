using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>What is needed to make a loss again: its name, its parameters, and its text if it was given as text.</summary>
public sealed class LossReference
{
    /// <summary>Where the losses on tensors were while files of version 1 were written.</summary>
    private const string FormerAssembly = "Minima.Training";

    /// <summary>The key in the catalogue; <c>formula</c> for a loss given as text.</summary>
    public required string Name { get; init; }

    /// <summary>Values by name: numbers, true and false, words, lists of numbers, lists of such lists, null.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>The formula of a loss given as text, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The assembly that a loss of somebody's own comes from, or null for those of Minima and for texts.</summary>
    public string? Assembly { get; init; }

    /// <summary>What to write down of a loss.</summary>
    public static LossReference Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var entry = loss.Entry;
        var parameters = new JsonObject();
        for (var i = 0; i < entry.Parameters.Count; i++) parameters[entry.Parameters[i].Name] = NodeOf(loss.Parameters[i]);
        var assembly = entry.Type.Assembly;
        return new()
        {
            Name = entry.Key,
            Parameters = parameters,
            Text = entry.IsText ? entry.Formula : null,
            Assembly = assembly == typeof(Loss).Assembly ? null : assembly.GetName().Name,
        };
    }

    /// <summary>Makes the loss again.</summary>
    /// <returns>The loss; or, where its name is unknown here or its parameters do not fit, what is missing. Nothing is thrown: a model predicts without its loss.</returns>
    public LossLookup TryCreate()
    {
        if (Text is null && Catalogue.TryFind(Name) is null)
        {
            return new(null, Assembly is null
                ? $"The loss '{Names.Shorten(Name)}' is unknown to this Minima. Use the Minima that wrote the file or a newer one, or train on with another loss. The model predicts without it."
                : $"The loss '{Names.Shorten(Name)}' comes from '{Names.Shorten(Assembly)}', which is not loaded. {(Assembly == TensorCatalogue.Assembly ? "Call TensorCatalogue.Join() to train on." : "Reference it and call Catalogue.Join(GeneratedLosses.Module) in it to train on.")} The model predicts without it.");
        }

        try
        {
            var given = Parameters.ToDictionary(parameter => parameter.Key, parameter => ValueOf(parameter.Value), StringComparer.Ordinal);
            return new(Text is null ? Loss.Create(Catalogue.Find(Name), given) : Loss.Parse(Text, given), null);
        }
        catch (LossException problem)
        {
            return new(null, $"The loss '{Names.Shorten(Name)}' cannot be made as it was written down: {problem.Message} The model predicts without it.");
        }
    }

    /// <summary><c>{"name": "huber", "parameters": {"delta": 1}}</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name };
        if (Text is not null) json["text"] = Text;
        if (Assembly is not null) json["assembly"] = Assembly;
        json["parameters"] = Parameters.DeepClone();
        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CheckpointException">It lacks its name or its parameters, or one is of another kind.</exception>
    public static LossReference FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new()
        {
            Name = TextOf(json, "name") ?? throw Fault("has no name"),
            Parameters = json["parameters"]?.DeepClone() as JsonObject ?? throw Fault("has no object of parameters"),
            Text = TextOf(json, "text"),
            Assembly = TextOf(json, "assembly") is var assembly && assembly == FormerAssembly ? TensorCatalogue.Assembly : assembly,
        };
    }

    private static string? TextOf(JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => throw Fault($"has a {name} that is no text"),
    };

    private static CheckpointException Fault(string reason) => new($"A stored loss {reason}. A loss that LossReference.ToJson wrote is expected. Take an earlier checkpoint or another copy of the file.");

    private static JsonNode? NodeOf(object? value) => value switch
    {
        null => null,
        double number => JsonNumber.Of(number),
        int number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        ImmutableArray<double> numbers => new JsonArray([.. numbers.Select(JsonNumber.Of)]),
        ImmutableArray<ImmutableArray<double>> rows => new JsonArray([.. rows.Select(row => NodeOf(row))]),
        _ => JsonValue.Create(value.ToString()),
    };

    /// <summary>In the types that a loss accepts; what it cannot be is refused by the loss.</summary>
    private static object? ValueOf(JsonNode? node) => node switch
    {
        null => null,
        JsonArray list when list.All(item => JsonNumber.TryRead(item, out _)) => list.Select(item => JsonNumber.TryRead(item, out var number) ? number : 0).ToImmutableArray(),
        JsonArray rows when rows.Select(ValueOf).OfType<ImmutableArray<double>>().ToImmutableArray() is var read && read.Length == rows.Count => read,
        _ when JsonNumber.TryRead(node, out var number) => number,
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => node.GetValue<string>(),
            _ => node.ToJsonString(),
        },
    };
}

/// <summary>A loss that was made again, or what is missing to make it.</summary>
/// <param name="Loss">The loss, or null.</param>
/// <param name="Missing">Where there is no loss, why, and what to do to train on.</param>
public readonly record struct LossLookup(Loss? Loss, string? Missing);
