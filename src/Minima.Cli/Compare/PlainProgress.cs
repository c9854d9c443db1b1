namespace Minima.Cli.Compare;

/// <summary>A few lines for logs: one for each sixth of the work.</summary>
internal sealed class PlainProgress(TextWriter writer, string title) : ICompareProgress
{
    private const int Lines = 6;
    private readonly Lock _gate = new();
    private int _total;
    private int _done;

    public void Start(int trainings)
    {
        _total = trainings;
        writer.WriteLine(FormattableString.Invariant($"{title}: {trainings} trainings"));
    }

    public void Advance(string loss)
    {
        lock (_gate)
        {
            var before = _done * Lines / _total;
            _done++;
            if (_done * Lines / _total > before) writer.WriteLine(FormattableString.Invariant($"  {_done} of {_total}"));
        }
    }
}
