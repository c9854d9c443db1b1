using System.Globalization;

namespace Minima.Training;

/// <summary>Writes rows as a state and reads them: their tensors, by the index of each batch.</summary>
internal static class KeptBatches
{
    private const string Number = "memories";
    private const string Parts = "tensors";
    private const string Features = "features";
    private const string Target = "target";
    private const string Weight = "weight";
    private const string RowNumbers = "row_numbers";

    public static NamedState Write(string kind, IReadOnlyList<TrainingBatch> batches)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < batches.Count; i++)
        {
            var batch = batches[i];
            tensors[Name(i, Features)] = batch.Features;
            for (var t = 0; t <= batch.MoreTargets.Count; t++) tensors[Name(i, TargetAt(t))] = batch.TargetAt(t);
            if (!batch.Weight.IsNone) tensors[Name(i, Weight)] = batch.Weight;
            if (batch.RowNumbers.Length == batch.Rows) tensors[Name(i, RowNumbers)] = Tensor.Of(batch.RowNumbers.Span, [batch.Rows]);
        }

        return new NamedState(kind, new Dictionary<string, double>(StringComparer.Ordinal) { [Number] = batches.Count, [Parts] = tensors.Count }, tensors);
    }

    /// <exception cref="TrainingException">Something is missing, unknown, or of another number of rows.</exception>
    public static List<TrainingBatch> Read(NamedState state)
    {
        if (!state.Numbers.ContainsKey(Number)) throw Damaged(state, $"it does not say how many {Number} it has");
        var count = state.Count(Number);
        if (count > state.Tensors.Count) throw Damaged(state, string.Create(CultureInfo.InvariantCulture, $"it claims {count} {Number} and has {state.Tensors.Count} tensors"));
        if (!state.Numbers.TryGetValue(Parts, out var parts) || parts != state.Tensors.Count) throw Damaged(state, string.Create(CultureInfo.InvariantCulture, $"it has {state.Tensors.Count} tensors, not as many as it states"));
        var left = new Dictionary<string, Tensor>(state.Tensors, StringComparer.Ordinal);
        var batches = new List<TrainingBatch>();
        for (var i = 0; i < count; i++)
        {
            var features = Taken(left, state, Name(i, Features), 0);
            if (features.Rank == 0 || features.Shape[0] == 0) throw Damaged(state, $"the tensor '{Name(i, Features)}' of the shape {features.Shape} has no row");
            var rows = features.Shape[0];
            var target = Taken(left, state, Name(i, Target), rows);
            var more = new List<Tensor>();
            while (left.ContainsKey(Name(i, TargetAt(more.Count + 1)))) more.Add(Taken(left, state, Name(i, TargetAt(more.Count + 1)), rows));
            var weight = left.ContainsKey(Name(i, Weight)) ? Taken(left, state, Name(i, Weight), rows) : default;
            var numbers = left.ContainsKey(Name(i, RowNumbers)) ? Taken(left, state, Name(i, RowNumbers), rows) : default;
            if (!numbers.IsNone && numbers.Type != ElementType.Int32) throw Damaged(state, $"the tensor '{Name(i, RowNumbers)}' is {numbers.Type}, and rows are counted in {ElementType.Int32}");
            batches.Add(new TrainingBatch(features, target, weight) { MoreTargets = more, RowNumbers = numbers.IsNone ? default : numbers.Read<int>().ToArray() });
        }

        return left.Count == 0 ? batches : throw Damaged(state, $"it has the tensor '{Names.Shorten(left.Keys.First())}', which belongs to no memory");
    }

    /// <summary>Takes a tensor out of the state. It must have the given number of rows; 0, for features, allows any number.</summary>
    private static Tensor Taken(Dictionary<string, Tensor> left, NamedState state, string name, int rows)
    {
        if (!left.Remove(name, out var tensor)) throw Damaged(state, $"the tensor '{name}' is missing");
        if (rows > 0 && (tensor.Rank == 0 || tensor.Shape[0] != rows)) throw Damaged(state, $"the tensor '{name}' has the shape {tensor.Shape} but the memory has {rows} rows");
        return tensor;
    }

    private static string Name(int batch, string part) => string.Create(CultureInfo.InvariantCulture, $"{batch}/{part}");

    private static string TargetAt(int index) => index == 0 ? Target : string.Create(CultureInfo.InvariantCulture, $"{Target}{index}");

    private static TrainingException Damaged(NamedState state, string reason) => new($"The state of {state.Kind} is damaged: {reason}. Take an earlier checkpoint.");
}
