using Minima.Explorer.Tests;
using Xunit;

// One browser for all; two classes at a time, as a page and its worker leave a core idle while the test asks.
[assembly: AssemblyFixture(typeof(Site))]
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
