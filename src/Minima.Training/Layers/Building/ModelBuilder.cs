using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>Builds models from descriptions, written by <see cref="Module.Describe"/> or by hand.</summary>
/// <example><code>
/// {"kind": "sequential", "layers": [
///   {"kind": "conv2d", "inputs": 1, "outputs": 16, "kernel": 3, "padding": "same"}, {"kind": "activation", "name": "relu"},
///   {"kind": "flatten"}, {"kind": "linear", "inputs": 1024, "outputs": 10}]}
/// </code></example>
public static class ModelBuilder
{
    /// <summary>The default limit on the number of parameters in a description: 2^28 floats are 1 GiB.</summary>
    public const long MostParameters = 1L << 28;

    private static readonly ConcurrentDictionary<string, LayerEntry> Kinds = new(StringComparer.Ordinal);

    static ModelBuilder() => GeneratedLayers.Register();

    /// <summary>The known layers, by kind.</summary>
    public static IReadOnlyList<LayerEntry> All => [.. Kinds.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>The known kinds.</summary>
    public static IReadOnlyList<string> KnownKinds => [.. Kinds.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Builds a model with fresh weights.</summary>
    /// <param name="description">Kind and sizes.</param>
    /// <param name="random">Draws the weights, and seeds dropout.</param>
    /// <param name="mostParameters">The limit on the number of parameters; a description with more is refused before memory of that size is allocated.</param>
    /// <exception cref="TrainingException">An unknown kind, or something missing, unknown or impossible; the message names the place.</exception>
    public static Module Build(JsonObject description, RandomState random, long mostParameters = MostParameters)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(random);
        return Build(new LayerDescription(description, random, new ModelBudget(mostParameters), string.Empty));
    }

    /// <inheritdoc cref="Build(JsonObject, RandomState, long)"/>
    public static Module Build(JsonElement description, RandomState random, long mostParameters = MostParameters) =>
        description.ValueKind == JsonValueKind.Object
            ? Build(JsonObject.Create(description)!, random, mostParameters)
            : throw new TrainingException($"A model is described by a JSON object; this is {description.ValueKind}.");

    /// <summary>Registers your own layer, which overrides <see cref="Module.Description"/>.</summary>
    /// <param name="kind">The kind in its description.</param>
    /// <param name="build">Reads sizes and creates the layer.</param>
    /// <exception cref="TrainingException">The kind is taken.</exception>
    public static void Register(string kind, Func<LayerDescription, Module> build)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(build);
        Register(new LayerEntry { Name = kind, Make = build });
    }

    /// <summary>Registers a layer with the text that <c>minima explain</c> prints for it.</summary>
    /// <exception cref="TrainingException">The kind is taken.</exception>
    public static void Register(LayerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!Kinds.TryAdd(entry.Name, entry)) throw new TrainingException($"There is a layer of kind '{entry.Name}' already; choose another name.");
    }

    internal static Module Build(LayerDescription description)
    {
        if (!Kinds.TryGetValue(description.Kind, out var entry))
        {
            throw description.Fault("kind", $"is '{Names.Shorten(description.Kind)}', which is not a known layer{Names.DidYouMean(description.Kind, KnownKinds)}. There are {string.Join(", ", KnownKinds)}; add others with ModelBuilder.Register");
        }

        var module = entry.Make(description);
        description.CheckAllRead();
        return module;
    }
}
