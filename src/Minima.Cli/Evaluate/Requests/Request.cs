namespace Minima.Cli.Evaluate;

/// <summary>One line of input, parsed as far as possible.</summary>
internal sealed class Request : IDisposable
{
    /// <summary>The id as compact JSON, to be echoed; empty if there is none.</summary>
    public byte[] Id { get; set; } = [];

    public string? Loss { get; set; }

    /// <summary>A formula as text, in place of <see cref="Loss"/>.</summary>
    public string? Formula { get; set; }

    /// <summary>Values by name: double, string, bool, null, or a <see cref="Tensor"/> for a list.</summary>
    public Dictionary<string, object?> Parameters { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Tensor> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>The word as written, or null if there was none.</summary>
    public string? Reduction { get; set; }

    public Precision Precision { get; set; }

    public bool Gradient { get; set; } = true;

    public bool Hessian { get; set; }

    /// <summary>The first rule that the line broke, or null.</summary>
    public Refusal? Fault { get; set; }

    public void Dispose()
    {
        foreach (var input in Inputs.Values)
        {
            input.Dispose();
        }

        foreach (var value in Parameters.Values)
        {
            (value as Tensor)?.Dispose();
        }

        Inputs.Clear();
        Parameters.Clear();
    }
}
