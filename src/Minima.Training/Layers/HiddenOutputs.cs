namespace Minima.Training;

/// <summary>Records the outputs of some layers of a model while it runs: from <see cref="Watch"/> to <see cref="Dispose"/>, on this thread.</summary>
internal sealed class HiddenOutputs : IDisposable
{
    [ThreadStatic]
    private static HiddenOutputs? current;

    private readonly HiddenOutputs? _outer;
    private readonly Module[] _layers;
    private readonly Tensor[] _seen;

    private HiddenOutputs(Module[] layers)
    {
        (_layers, _seen, _outer) = (layers, new Tensor[layers.Length], current);
        current = this;
    }

    public static HiddenOutputs Watch(Module[] layers) => new(layers);

    /// <summary>Records the output of a layer; every layer calls it.</summary>
    public static void Tell(Module layer, Tensor output)
    {
        if (current is not { } watching) return;
        for (var i = 0; i < watching._layers.Length; i++)
        {
            if (ReferenceEquals(watching._layers[i], layer)) watching._seen[i] = output;
        }
    }

    /// <summary>Finds a layer by its path within a model, as its parameters are named.</summary>
    /// <exception cref="TrainingException">There is no such layer; the message lists the existing ones.</exception>
    public static Module Find(Module model, string path, string whose)
    {
        var all = new List<(string Path, Module Layer)>();
        Collect(model, string.Empty);
        return all.Find(one => one.Path == path).Layer
            ?? throw new TrainingException($"The {whose} has no layer '{Names.Shorten(path)}'. It has {(all.Count == 0 ? "none within" : string.Join(", ", all.Take(20).Select(one => $"{one.Path} ({one.Layer})")))}{(all.Count > 20 ? " and others" : string.Empty)}.");

        void Collect(Module module, string at)
        {
            foreach (var (name, child) in module.Children)
            {
                var whole = at.Length == 0 ? name : $"{at}.{name}";
                all.Add((whole, child));
                Collect(child, whole);
            }
        }
    }

    /// <summary>The output of a layer for each row, [N, all else]; of its last call, if the model called it several times.</summary>
    /// <exception cref="TrainingException">The model did not call the layer, or its output does not have one row for each of the input.</exception>
    public Tensor Rows(int index, int rows)
    {
        var seen = _seen[index];
        if (seen.IsNone) throw new TrainingException($"The model computed its output without its layer {_layers[index].Path} ({_layers[index]}), so it cannot be distilled. Choose a layer that every input goes through.");
        if (seen.Rank == 0 || seen.Shape[0] != rows) throw new TrainingException($"The layer {_layers[index].Path} ({_layers[index]}) gave the shape {seen.Shape} for {rows} rows; the output of a distilled layer has an entry for each row along the first axis.");
        return seen.Rank == 2 ? seen : seen.Reshape([rows, seen.Count / Math.Max(rows, 1)]);
    }

    public void Dispose() => current = _outer;
}
