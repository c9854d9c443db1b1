namespace Minima.Cli.Evaluate;

/// <summary>Ends the evaluation of one request; the stream continues.</summary>
internal sealed class EvaluateException(Refusal refusal) : Exception(refusal.Message)
{
    public EvaluateException(string code, string message)
        : this(new Refusal(code, message))
    {
    }

    public Refusal Refusal { get; } = refusal;
}
