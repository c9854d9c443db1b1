using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// The description of a layer: the JSON object that <see cref="Module.Describe"/> wrote or a user typed. A missing or unknown member, or one of
/// another kind, is refused with a message that names it and its place.
/// </summary>
public sealed class LayerDescription
{
    /// <summary>The largest size; a larger one means a damaged description.</summary>
    private const int LargestSize = 1 << 24;

    private readonly JsonObject _json;
    private readonly ModelBudget _budget;
    private readonly string _path;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal) { "kind", "type" };

    internal LayerDescription(JsonNode? json, RandomState random, ModelBudget budget, string path)
    {
        _path = path;
        _json = json as JsonObject ?? throw new TrainingException($"The description of the {Place} is not a JSON object; a layer is described as {{\"kind\": \"linear\", ...}}.");
        _budget = budget;
        Random = random;
        Kind = Text("kind");
        Type = _json["type"] is null ? ElementType.Single : Text("type") switch
        {
            "float" => ElementType.Single,
            "double" => ElementType.Double,
            var other => throw Fault("type", $"is '{Names.Shorten(other)}'; it is float or double"),
        };
    }

    /// <summary>The kind of layer: <c>linear</c>.</summary>
    public string Kind { get; }

    /// <summary>The element type of its parameters: float unless the description says double.</summary>
    public ElementType Type { get; }

    /// <summary>Draws initial weights.</summary>
    public RandomState Random { get; }

    private string Place => _path.Length == 0 ? "model" : $"layer {_path}";

    /// <summary>A size: a whole number from 1 on.</summary>
    /// <exception cref="TrainingException">It is missing, or not such a number.</exception>
    public int Size(string name) => ReadSize(name, Node(name), 1);

    /// <summary>An optional size.</summary>
    /// <exception cref="TrainingException">It is present, but not a whole number from 1 on.</exception>
    public int Size(string name, int otherwise) => Optional(name) is { } node ? ReadSize(name, node, 1) : otherwise;

    /// <summary>An optional number.</summary>
    /// <exception cref="TrainingException">It is present, but not a number.</exception>
    public double Number(string name, double otherwise)
    {
        if (Optional(name) is not { } node) return otherwise;
        return Checkpoints.JsonNumber.TryRead(node, out var value) ? value : throw Fault(name, "is not a number");
    }

    /// <summary>An optional true or false.</summary>
    /// <exception cref="TrainingException">It is present, but neither.</exception>
    public bool Flag(string name, bool otherwise) => Optional(name)?.GetValueKind() switch
    {
        null => otherwise,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault(name, "is neither true nor false"),
    };

    /// <summary>A string.</summary>
    /// <exception cref="TrainingException">It is missing, or not a string.</exception>
    public string Text(string name) => Node(name) is { } node && node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw Fault(name, "is not text");

    /// <summary>An inner layer.</summary>
    /// <exception cref="TrainingException">It is missing or refused.</exception>
    public Module Layer(string name) => Inner(Node(name), name);

    /// <summary>An optional inner layer.</summary>
    public Module? LayerOrNone(string name) => Optional(name) is { } node ? Inner(node, name) : null;

    /// <summary>The inner layers.</summary>
    /// <exception cref="TrainingException">They are missing or not an array, or one is refused.</exception>
    public Module[] Layers(string name)
    {
        var array = Node(name) as JsonArray ?? throw Fault(name, "is not an array of layers");
        var layers = new Module[array.Count];
        for (var i = 0; i < layers.Length; i++) layers[i] = Inner(array[i], string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"));
        return layers;
    }

    /// <summary>
    /// Announces the number of elements of the layer's parameters before they are allocated: a description that exceeds its reader's limit is
    /// refused before it takes that memory. The number is a product of doubles, which no hostile size overflows.
    /// </summary>
    /// <exception cref="TrainingException">The model has more elements than allowed.</exception>
    public void Announce(double numbers) => _budget.Spend(numbers, Place);

    /// <summary>One length for both directions, or two: 3 or [3, 5].</summary>
    internal Extent Extent(string name, int least, Extent? otherwise = null)
    {
        var node = otherwise is null ? Node(name) : Optional(name);
        return node switch
        {
            null => otherwise!.Value,
            JsonArray { Count: 2 } both => new Extent(ReadSize(name, both[0], least), ReadSize(name, both[1], least)),
            _ => ReadSize(name, node, least),
        };
    }

    /// <summary>An optional whole number from 0 on; 0 if it is missing.</summary>
    internal int Count(string name) => Optional(name) is { } node ? ReadSize(name, node, 0) : 0;

    /// <summary>An optional list of sizes; empty if it is missing.</summary>
    internal int[] SizesOf(string name) => Optional(name) switch
    {
        null => [],
        JsonArray all => [.. all.Select((node, i) => ReadSize(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), node, 1))],
        _ => throw Fault(name, "is not an array of sizes"),
    };

    /// <summary>Padding as one number, two numbers, or the words same and valid.</summary>
    internal Padding Padding(string name) => Optional(name)?.GetValueKind() == JsonValueKind.String
        ? Text(name) switch
        {
            "same" => Tensors.Padding.Same,
            "valid" => Tensors.Padding.Valid,
            var other => throw Fault(name, $"is '{Names.Shorten(other)}'; it is a number, same or valid"),
        }
        : Extent(name, 0, 0);

    /// <summary>Refuses members that were not read: a typing error would otherwise go unnoticed.</summary>
    internal void CheckAllRead()
    {
        foreach (var (name, _) in _json)
        {
            if (!_read.Contains(name)) throw Fault(name, $"is unknown to a {Kind}{Names.DidYouMean(name, _read)}; its fields are {string.Join(", ", _read.Order(StringComparer.Ordinal))}");
        }
    }

    internal TrainingException Fault(string name, string reason) => new($"The description of the {Place}: \"{Names.Shorten(name)}\" {reason}.");

    private Module Inner(JsonNode? node, string name) => ModelBuilder.Build(new LayerDescription(node, Random, _budget, _path.Length == 0 ? name : $"{_path}.{name}"));

    private JsonNode? Optional(string name)
    {
        _read.Add(name);
        return _json[name];
    }

    private JsonNode Node(string name) => Optional(name) ?? throw Fault(name, "is missing");

    private int ReadSize(string name, JsonNode? node, int least) =>
        Checkpoints.JsonNumber.TryRead(node, out var value) && value >= least && value <= LargestSize && value == Math.Floor(value)
            ? (int)value
            : throw Fault(name, $"is not a whole number from {least} to {LargestSize}");
}

/// <summary>Limits the number of elements in the parameters of a model.</summary>
internal sealed class ModelBudget(long most)
{
    private double _spent;

    public void Spend(double numbers, string place)
    {
        _spent += numbers;
        if (_spent > most) throw new TrainingException(FormattableString.Invariant($"The description asks for a model of at least {_spent:0} parameters (with its {place}); at most {most} are allowed. Raise the limit if that is meant."));
    }
}
