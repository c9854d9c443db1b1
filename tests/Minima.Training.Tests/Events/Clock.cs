namespace Minima.Training.Tests.Events;

/// <summary>A clock that moves by a quarter of a second at every look.</summary>
internal sealed class Clock : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(1700000000);

    public override DateTimeOffset GetUtcNow()
    {
        var now = _now;
        _now = now.AddSeconds(0.25);
        return now;
    }
}
