namespace Minima.Cli.Evaluate;

/// <summary>The filter itself: a stream of requests in, a stream of answers out, one for each line, whatever the line holds.</summary>
internal sealed class EvaluateFilter : IDisposable
{
    private readonly LineReader lines;
    private readonly AnswerWriter answers;
    private readonly Lock writing = new();
    private bool stopped;

    public EvaluateFilter(Stream input, Stream output, Language language = Language.English, int longestLine = LineReader.LongestLine)
    {
        lines = new LineReader(input, longestLine);
        answers = new AnswerWriter(output) { Language = language };
    }

    /// <summary>Answers until the input ends, or until <see cref="Stop"/>.</summary>
    public void Run()
    {
        for (long number = 1; lines.Read(); number++)
        {
            if (lines.TooLong)
            {
                Send([], number, new Refusal(EvaluateErrors.LineTooLong, "the line is longer than 256 MB and was skipped; split the batch into several requests and add up value times denominator."));
            }
            else
            {
                AnswerLine(lines.Line, number);
            }
        }
    }

    /// <summary>Ends the answers between two lines; waits for the line that is being written, but not for ever.</summary>
    public void Stop(TimeSpan patience)
    {
        if (writing.TryEnter(patience))
        {
            stopped = true;
            writing.Exit();
        }
    }

    public void Dispose() => answers.Dispose();

    private void AnswerLine(Span<byte> line, long number)
    {
        byte[] id = [];
        using var borrowed = new Borrowed();
        Answer answer;
        try
        {
            using var request = RequestParser.Parse(line);
            id = request.Id;
            answer = Evaluator.Evaluate(request, borrowed);
        }
        catch (Exception exception)
        {
            Send(id, number, RefusalOf(exception));
            return;
        }

        Send(id, number, answer);
    }

    /// <summary>Every exception becomes an answer: one bad line must not end the stream.</summary>
    internal static Refusal RefusalOf(Exception exception) => exception switch
    {
        EvaluateException refused => refused.Refusal,
        LossException refused => new Refusal(EvaluateErrors.CodeOf(refused.Error), refused.Message),
        _ => new Refusal(EvaluateErrors.Internal, $"unexpected {exception.GetType().Name}: {exception.Message} This is a fault of Minima, not yours: please report it with the line."),
    };

    private void Send(ReadOnlySpan<byte> id, long number, Answer answer)
    {
        lock (writing)
        {
            if (!stopped)
            {
                answers.Write(id, number, answer);
            }
        }
    }

    private void Send(ReadOnlySpan<byte> id, long number, Refusal refusal)
    {
        lock (writing)
        {
            if (!stopped)
            {
                answers.Write(id, number, refusal);
            }
        }
    }
}
