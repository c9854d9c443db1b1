namespace Minima.Cli.Evaluate;

/// <summary>The filter itself: a stream of requests in, a stream of answers out, one for every line, valid or not.</summary>
internal sealed class EvaluateFilter : IDisposable
{
    /// <summary>After a line of this many bytes, its memory goes back to the system: a service may not receive such a line again for a long time.</summary>
    private const int LargeLine = 4 << 20;

    private readonly LineReader lines;
    private readonly AnswerWriter answers;
    private readonly Lock writing = new();
    private readonly EvaluateLimits limits;
    private bool stopped;

    public EvaluateFilter(Stream input, Stream output, EvaluateLimits limits, int longestLine = LineReader.LongestLine, Language language = Language.English)
    {
        this.limits = limits;
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

            var isLarge = lines.Line.Length > LargeLine;
            if (isLarge) lines.Forget();
            if (isLarge || StepMemory.Held > StoragePool.Floor)
            {
                // Trims far below the limit, so that the next line does not exceed it again: releasing memory takes longer than answering most lines.
                StepMemory.Trim(StoragePool.Floor / 4);
                Memory.GiveBack();
            }
        }
    }

    /// <summary>Stops between two lines; waits at most <paramref name="patience"/> for the line that is being written.</summary>
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
            using var budget = WorkBudget.Begin(limits.Time, limits.Bytes);
            using var request = new Request();
            try
            {
                RequestParser.Parse(line, request);
                answer = Evaluator.Evaluate(request, borrowed);
            }
            finally
            {
                id = request.Id;
            }
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
        WorkLimitException { Limit: WorkLimit.Time } limit => new Refusal(EvaluateErrors.Timeout, $"{limit.Message} Send less in one request, or start evaluate with a longer --time-limit."),
        WorkLimitException limit => new Refusal(EvaluateErrors.TooLarge, $"{limit.Message} Send less in one request, use smaller params, or start evaluate with {(limit.Limit == WorkLimit.Memory ? "a larger --memory-limit" : "a longer --time-limit")}."),
        TensorSizeException refused => new Refusal(EvaluateErrors.TooLarge, $"{refused.Message} Send less in one request, or use smaller params."),
        OutOfMemoryException => new Refusal(EvaluateErrors.TooLarge, "the machine does not have the memory that the request needs. Send less in one request, or use smaller params."),
        _ => new Refusal(EvaluateErrors.Internal, $"unexpected {exception.GetType().Name}: {exception.Message} This is a bug in Minima, not your mistake: please report it with the line."),
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
