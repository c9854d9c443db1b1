using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Checkpoints;

/// <summary>The data to recreate a loss: its name, its parameters, and its text if it was given as text.</summary>
public sealed class LossReference
{
    /// <summary>The assembly of the tensor losses when files of version 1 were written.</summary>
    private const string FormerAssembly = "Minima.Training";

    /// <summary>The key in the catalogue; <c>formula</c> for a loss given as text.</summary>
    public required string Name { get; init; }

    /// <summary>Values by name: numbers, Booleans, strings, lists of numbers, lists of such lists, null.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>The formula of a loss given as text, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The assembly of a custom loss, or null for those of Minima and for texts.</summary>
    public string? Assembly { get; init; }

    /// <summary>Creates the reference of a loss.</summary>
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

    /// <summary>Recreates the loss.</summary>
    /// <returns>The loss; or, if its name is unknown here or its parameters are invalid, the reason. It does not throw: a model predicts without its loss.</returns>
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

    /// <summary>Converts to JSON, such as <c>{"name": "huber", "parameters": {"delta": 1}}</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name };
        if (Text is not null) json["text"] = Text;
        if (Assembly is not null) json["assembly"] = Assembly;
        json["parameters"] = Parameters.DeepClone();
        return json;
    }

    /// <summary>Reads a result of <see cref="ToJson"/>.</summary>
    /// <exception cref="CheckpointException">The name or the parameters are missing or of another kind.</exception>
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
        _ => throw Fault($"has a {name} that is not text"),
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

    /// <summary>Converts a value to a type that a loss accepts; the loss refuses others.</summary>
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

/// <summary>A recreated loss, or the reason why there is none.</summary>
/// <param name="Loss">The loss, or null.</param>
/// <param name="Missing">If there is no loss, the reason, and how to continue training.</param>
public readonly record struct LossLookup(Loss? Loss, string? Missing);
