namespace Minima.Tensors;

/// <summary>Reverse-mode differentiation: control of recording, and gradients as values.</summary>
public static class Autograd
{
    [ThreadStatic]
    private static string? layer;

    /// <summary>True if operations on this thread record what gradients need.</summary>
    public static bool IsRecording => RecordingScope.IsRecording;

    /// <summary>The observer of every result on this thread; null except during a search for numbers that are not finite.</summary>
    [field: ThreadStatic]
    internal static IWatcher? Watcher { get; set; }

    /// <summary>The layer that is computing, for reports.</summary>
    internal static string? CurrentLayer
    {
        get => layer;
        set => layer = value;
    }

    /// <summary>Stops recording on this thread until the result is disposed: for predictions and updates.</summary>
    /// <remarks>Within a scope, an <c>await</c> does not compile (CS4007): await outside.</remarks>
    /// <example><code>using (Autograd.NoGradient()) { var y = model.Forward(x); }</code></example>
    public static RecordingScope NoGradient() => RecordingScope.Begin(records: false);

    /// <summary>Starts recording until the result is disposed, even within a backward pass: for results that are recomputed there.</summary>
    internal static RecordingScope Recording() => RecordingScope.Begin(records: true);

    /// <summary>
    /// The derivatives of a scalar with respect to tensors, as values; the gradients of leaves are unchanged. With
    /// <paramref name="createGraph"/> the results can be differentiated again, as a gradient penalty needs.
    /// </summary>
    /// <param name="output">A tensor with one element.</param>
    /// <param name="inputs">Tensors that require gradients and that the output depends on; one that it does not depend on has gradient 0.</param>
    /// <param name="createGraph">True to record the gradients themselves.</param>
    /// <exception cref="TrainingException">The output is not a scalar or was not recorded, or an input does not require gradients.</exception>
    public static Tensor[] Gradient(Tensor output, ReadOnlySpan<Tensor> inputs, bool createGraph = false)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].RequiresGradient) throw new TrainingException($"Input {i + 1} of shape {inputs[i].Shape} does not require gradients. Create it with Tensor.WithGradient, or compute it from a tensor that requires gradients.");
        }

        var results = new Tensor[inputs.Length];
        var pass = BackwardPass.Rent();
        try
        {
            pass.Run(output.Node, inputs, results, createGraph);
        }
        finally
        {
            pass.Return();
        }

        return results;
    }
}

/// <summary>Observes results as they are computed.</summary>
internal interface IWatcher
{
    /// <summary>Called when a result is complete; its inputs are still known.</summary>
    void Computed(Node node);

    /// <summary>Called when a node has passed a gradient to an input.</summary>
    void Passed(Node node, Node input, Node gradient);
}
