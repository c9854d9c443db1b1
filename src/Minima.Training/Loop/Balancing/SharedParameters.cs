namespace Minima.Training;

/// <summary>
/// The parameters that more than one task depends on: those with a nonzero gradient of two tasks, in this step or an earlier one. The graph cannot tell: every
/// task reaches heads that are side by side in one output.
/// </summary>
internal static class SharedParameters
{
    // Part of the balance's state, so that a resumed training continues with the same set.
    private const string Seen = "shared_parameters";

    /// <summary>The indices of the shared parameters; all parameters if fewer than two tasks have a gradient.</summary>
    /// <exception cref="TrainingException">Two tasks have gradients, but none with respect to the same parameter.</exception>
    public static int[] Find(TaskBalance balance, Tensor[][] gradients, IReadOnlyList<LossTerm> terms)
    {
        var parameters = gradients[0].Length;
        var seen = balance.Remembered(Seen, parameters, 0);
        var speaking = gradients.Select(of => of.Select(IsThere).ToArray()).ToArray();
        for (var i = 0; i < parameters; i++)
        {
            if (speaking.Count(of => of[i]) > 1) seen[i] = 1;
        }

        if (seen.Contains(1)) return [.. Enumerable.Range(0, parameters).Where(i => seen[i] == 1)];
        if (speaking.Count(of => of.Contains(true)) < 2) return [.. Enumerable.Range(0, parameters)];
        throw new TrainingException($"{balance.Name} works on the gradients of shared parameters, but no parameter of the model is shared by two of the terms {string.Join(", ", terms.Select(term => term.Name))}. Train them separately, or with fixed weights.");
    }

    private static bool IsThere(Tensor gradient) => gradient.Type == ElementType.Double ? gradient.Contiguous().Read<double>().ContainsAnyExcept(0.0) : gradient.Contiguous().Read<float>().ContainsAnyExcept(0f);
}
