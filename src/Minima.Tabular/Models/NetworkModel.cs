using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Tabular;

/// <summary>A network that <c>minima train</c> saved, or a C# program that trained on a table.</summary>
internal sealed class NetworkModel
{
    private readonly Lock _gate = new();

    private NetworkModel(Module module, TableTreatment treatment, OutputMeaning meaning, IReadOnlyList<LossLookup> losses)
    {
        Module = module;
        Treatment = treatment;
        Meaning = meaning;
        Losses = losses;
    }

    public Module Module { get; }

    public TableTreatment Treatment { get; }

    public OutputMeaning Meaning { get; }

    /// <summary>The loss of each target of numbers, one for other targets; null with the missing name if it is unknown here.</summary>
    public IReadOnlyList<LossLookup> Losses { get; }

    /// <summary>The marker at the start of the JSON.</summary>
    private static ReadOnlySpan<byte> Format => "\"minima-network\""u8;

    private ElementType Type => Module.Parameters[0].Value.Type;

    public OutputReader Reader => field ??= new OutputReader(Meaning, [.. Losses.Select(lookup => lookup.Loss)]) { WhyNoLoss = Losses[0].Missing is { } missing ? Localized.Same(missing.TrimEnd('.')) : Localized.Nothing };

    /// <summary>Checks if a path names a network, not a linear model of <c>minima fit</c>.</summary>
    public static bool IsNetwork(string path)
    {
        if (path.EndsWith(ModelJson.TensorsEnding, StringComparison.OrdinalIgnoreCase)) return true;
        if (!File.Exists(path)) return !path.EndsWith(ModelJson.JsonEnding, StringComparison.OrdinalIgnoreCase) && File.Exists(path + ModelJson.JsonEnding) && IsNetwork(path + ModelJson.JsonEnding);

        // The format comes first; the rest may be large.
        using var stream = CsvFile.Open(path, "a model");
        var head = new byte[64];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head.AsSpan(0, length).IndexOf(Format) >= 0;
    }

    /// <summary>The outputs of the last layer, or of all heads if there are several.</summary>
    private static int Outputs(Module module, Linear[] linear) => module.Modules().OfType<Heads>().FirstOrDefault() is { } heads ? heads.All.Sum(head => head is Linear last ? last.Outputs : 0) : linear[^1].Outputs;

    /// <exception cref="CheckpointException">There is no such model, or it is damaged.</exception>
    /// <exception cref="DataException">Its treatment of columns is damaged.</exception>
    public static NetworkModel Load(string path)
    {
        return Of(ModelFile.Load(path), CsvFile.NameOf(path));
    }

    /// <param name="saved">The model.</param>
    /// <param name="name">The name in messages.</param>
    /// <exception cref="CheckpointException">It lacks its architecture or its treatment of columns, or it is damaged.</exception>
    /// <exception cref="DataException">Its treatment of columns is damaged.</exception>
    public static NetworkModel Of(SavedModel saved, string name)
    {
        if (saved.DataTreatment.Count == 0) throw new CheckpointException($"{name}: the model does not say how the columns of a table become its inputs, because it was not trained on a table. Predict with it in C#: Module.Load(path).Forward(input).");
        if (saved.Description.Count == 0) throw new CheckpointException($"{name}: the model does not say how its layers are built. Predict with it in C#: build the same model, and call LoadWeights(path).");
        var treatment = TableTreatment.FromJson(saved.DataTreatment);
        var module = Networks.Build(saved.Description);
        var linear = module.Modules().OfType<Linear>().ToArray();
        var meaning = saved.DataTreatment[ModelJson.Prediction] is { } json ? OutputMeaning.FromJson(json) : TrainedInCode.Meaning(treatment, linear.Length == 0 ? 0 : Outputs(module, linear), saved.Losses);
        if (linear.Length == 0 || linear[0].Inputs != treatment.FeatureCount || Outputs(module, linear) != meaning.Outputs)
            throw new CheckpointException($"{name}: its network does not take the {treatment.FeatureCount} features of its table and give the {meaning.Outputs} numbers of its target. Take another copy of the file.");
        ModelTensors.Copy(saved.Weights, [.. ModelTensors.Of(module)]);
        (module, treatment) = TrainedInCode.InUnitsOfTargets(module, treatment);
        return new NetworkModel(module, treatment, meaning, ModelJson.Losses(saved.Losses, meaning));
    }

    /// <summary>The targets and raw outputs of the rows of a table that have a target.</summary>
    /// <exception cref="DataException">The table lacks a column, or a target holds a value unknown to the model.</exception>
    public (double[][] Targets, double[] Raw, IReadOnlyList<Localized> Notes) Scored(Table table, CancellationToken cancellation)
    {
        using var data = CsvDataBuilder.Treat(table.Open(), Treatment, new CsvDataOptions { Precision = Type, LeavesOutRowsWithoutTarget = true }, cancellation);
        if (data.Targets.Count < Treatment.Targets.Count)
        {
            throw DataException.Create(
                data.Name, $"it does not hold every target ({DataException.List([.. Treatment.Targets.Select(target => target.Column)])})", "a score compares predictions with known targets", "Add the column, or take minima predict.");
        }

        var rows = RowSet.All(data.Rows);
        return (DataRows.Targets(data, rows), Raw(data, cancellation), data.BothNotes);
    }

    /// <summary>The raw outputs for the rows of a table.</summary>
    public double[] Outputs(Table table, CancellationToken cancellation)
    {
        // A target in the file is ignored.
        var features = new TableTreatment(Treatment.Encodings, Treatment.Scales, [], Treatment.MissingMarks);
        using var data = CsvDataBuilder.Treat(table.Open(), features, new CsvDataOptions { Precision = Type }, cancellation);
        return Raw(data, cancellation);
    }

    /// <summary>One caller at a time, because layers keep their last inputs.</summary>
    private double[] Raw(CsvData data, CancellationToken cancellation)
    {
        lock (_gate) return RawOutputs.Of(Module, data, null, cancellation);
    }
}
