namespace Minima.Training.Data;

/// <summary>The weights of classes: given, or balanced so that all classes have the same total weight.</summary>
internal static class ClassWeighing
{
    private const int Piece = 1024;

    public static IReadOnlyList<double> Of(ITrainingData data, RowSet rows, DataLoaderOptions options)
    {
        if (options is { ClassWeights: null, BalancesClasses: false }) return [];
        if (options is { ClassWeights: not null, BalancesClasses: true }) throw new TrainingException($"A data loader of {data.Name} was given class weights and should also balance classes; use only one of the two.");
        if (data.Targets is not [{ Type: ElementType.Int32, Classes: > 0 } field, ..])
            throw new TrainingException($"A data loader of {data.Name} cannot weight classes: its first target does not hold class labels. Weights of rows do the same for other targets.");
        return options.ClassWeights is { } given ? Checked(given, field.Classes, data.Name) : Balanced(data, rows, field.Classes);
    }

    private static IReadOnlyList<double> Checked(IReadOnlyList<double> given, int classes, string name)
    {
        if (given.Count != classes) throw new TrainingException($"A data loader of {name} was given {given.Count} class weights; its first target has {classes} classes. Give one for each.");
        var wrong = given.FirstOrDefault(weight => !(weight >= 0 && double.IsFinite(weight)));
        if (given.Any(weight => !(weight >= 0 && double.IsFinite(weight)))) throw new TrainingException(FormattableString.Invariant($"A data loader of {name} was given the class weight {wrong}; finite numbers of at least 0 are expected."));
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
