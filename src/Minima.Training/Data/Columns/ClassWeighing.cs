namespace Minima.Training.Data;

/// <summary>The weights of classes: given, or balanced so that all classes have the same total weight.</summary>
internal static class ClassWeighing
{
    private const int Piece = 1024;

    public static IReadOnlyList<double> Of(ITrainingData data, RowSet rows, DataLoaderOptions options)
    {
        if (options is { ClassWeights: null, BalancesClasses: false }) return [];
        if (options is { ClassWeights: not null, BalancesClasses: true }) throw new TrainingException($"A data loader of {data.Name} has class weights and also balances classes; use only one of the two.");
        if (data.Targets is not [{ Type: ElementType.Int32, Classes: > 0 } field, ..])
            throw new TrainingException($"A data loader of {data.Name} cannot weight classes: its first target does not hold class labels. For other targets, use weights of rows.");
        return options.ClassWeights is { } given ? Checked(given, field.Classes, data.Name) : Balanced(data, rows, field.Classes);
    }

    private static IReadOnlyList<double> Checked(IReadOnlyList<double> given, int classes, string name)
    {
        if (given.Count != classes) throw new TrainingException($"A data loader of {name} has {given.Count} class weights, but its first target has {classes} classes. Give one weight for each class.");
        var wrong = given.FirstOrDefault(weight => !(weight >= 0 && double.IsFinite(weight)));
        if (given.Any(weight => !(weight >= 0 && double.IsFinite(weight)))) throw new TrainingException(FormattableString.Invariant($"A data loader of {name} cannot use the class weight {wrong}: class weights must be finite and at least 0."));
        return [.. given];
    }

    private static double[] Balanced(ITrainingData data, RowSet rows, int classes)
    {
        var counts = new long[classes];
        BatchBuffer? buffer = null;
        var chosen = new int[Math.Min(Piece, rows.Count)];
        for (var first = 0; first < rows.Count; first += Piece)
        {
            var count = Math.Min(Piece, rows.Count - first);
            for (var i = 0; i < count; i++) chosen[i] = rows[first + i];
            if (buffer?.Count != count) buffer = new BatchBuffer(data, count, data.HasWeights);
            data.Read(chosen.AsSpan(0, count), buffer);
            foreach (var label in buffer.Target<int>())
            {
                if ((uint)label >= (uint)classes) throw new TrainingException($"{data.Name} has the label {label}; labels from 0 to {classes - 1} are expected.");
                counts[label]++;
            }
        }

        // A class without rows has weight 0, without division by zero.
        var present = counts.Count(count => count > 0);
        return Array.ConvertAll(counts, count => count == 0 ? 0 : (double)rows.Count / (present * count));
    }
}
