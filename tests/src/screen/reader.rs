//! What is on the screen, in words, by the accessibility bus (AT-SPI).

use zbus::{
    blocking::{Connection, Proxy, connection::Builder},
    zvariant::OwnedObjectPath,
};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const ACTION: &str = "org.a11y.atspi.Action";
const COMPONENT: &str = "org.a11y.atspi.Component";
const ROOT: &str = "/org/a11y/atspi/accessible/root";

/// The coordinates of [`COMPONENT`] that count from the corner of the screen.
const OF_SCREEN: u32 = 0;

/// States, by their numbers in AT-SPI.
const FOCUSABLE: u32 = 11;
const FOCUSED: u32 = 12;

/// Nodes that are looked at; more means a circle.
const MOST_NODES: usize = 5_000;

/// Something on the screen.
#[derive(Clone, Debug)]
pub struct Node {
    /// Which of all it is, for as long as it is there.
    pub path: OwnedObjectPath,
    /// What it is, by the number of AT-SPI: 29 a label, 43 a button.
    pub role: u32,
    /// What it is called.
    pub name: String,
    /// Whether it can have the keyboard.
    pub focusable: bool,
    /// Whether it has it.
    pub focused: bool,
    /// Left, top, width and height in pixels.
    pub bounds: (i32, i32, i32, i32),
}

/// Roles of windows, by their numbers in AT-SPI: a frame, a window.
const WINDOWS: [u32; 2] = [23, 69];

impl Node {
    /// Whether it is the window itself rather than something in it.
    pub fn is_window(&self) -> bool {
        WINDOWS.contains(&self.role)
    }

    /// Its middle.
    pub fn middle(&self) -> (i32, i32) {
        let (left, top, width, height) = self.bounds;
        (left + width / 2, top + height / 2)
    }
}

/// Reads the screen.
#[derive(Debug)]
pub struct Reader {
    bus: Connection,
}

/// Where a node is: the bus name of its program, and its path there.
type Place = (String, OwnedObjectPath);

impl Reader {
    /// Turns accessibility on for the session whose bus is at `session`.
    ///
    /// # Errors
    /// When there is no accessibility bus.
    pub fn connect(session: &str) -> zbus::Result<Self> {
        let session = Builder::address(session)?.build()?;
        let (path, name) = ("/org/a11y/bus", "org.a11y.Bus");
        let status = Proxy::new(&session, name, path, "org.a11y.Status")?;
        for interface in ["IsEnabled", "ScreenReaderEnabled"] {
            status.set_property(interface, true)?;
        }
        let bus = Proxy::new(&session, name, path, "org.a11y.Bus")?;
        let address: String = bus.call("GetAddress", &())?;
        let bus = Builder::address(address.as_str())?.build()?;
        Ok(Self { bus })
    }

    /// All that the program with this process id shows.
    ///
    /// # Errors
    /// When the program changes what it shows meanwhile.
    pub fn nodes(&self, process: u32) -> zbus::Result<Vec<Node>> {
        let mut nodes = Vec::new();
        for program in self.programs()? {
            if self.process_of(&program.0)? == process {
                self.collect(&program, &mut nodes)?;
            }
        }
        Ok(nodes)
    }

    /// Presses something that this program shows, where nobody has to see it for that.
    ///
    /// # Errors
    /// When it is gone, or is not to be pressed.
    pub fn press(&self, process: u32, node: &Node) -> zbus::Result<()> {
        for (program, _) in self.programs()? {
            if self.process_of(&program)? == process {
                let place = (program, node.path.clone());
                let pressed: bool = self.proxy(&place, ACTION)?.call("DoAction", &0)?;
                return match pressed {
                    true => Ok(()),
                    false => Err(zbus::Error::Failure("not to be pressed".to_owned())),
                };
            }
        }
        Err(zbus::Error::InterfaceNotFound)
    }

    fn programs(&self) -> zbus::Result<Vec<Place>> {
        let registry = "org.a11y.atspi.Registry".to_owned();
        self.children(&(registry, OwnedObjectPath::try_from(ROOT)?))
    }

    fn collect(&self, place: &Place, nodes: &mut Vec<Node>) -> zbus::Result<()> {
        if nodes.len() < MOST_NODES {
            nodes.push(self.node(place)?);
            for child in self.children(place)? {
                self.collect(&child, nodes)?;
            }
        }
        Ok(())
    }

    fn node(&self, place: &Place) -> zbus::Result<Node> {
        let accessible = self.proxy(place, ACCESSIBLE)?;
        let bounds = self
            .proxy(place, COMPONENT)?
            .call("GetExtents", &OF_SCREEN)
            .unwrap_or_default();
        let states: Vec<u32> = accessible.call("GetState", &())?;
        let is = |state: u32| {
            states
                .first()
                .is_some_and(|states| states >> state & 1 == 1)
        };
        Ok(Node {
            path: place.1.clone(),
            focusable: is(FOCUSABLE),
            focused: is(FOCUSED),
            role: accessible.call("GetRole", &())?,
            name: accessible.get_property("Name")?,
            bounds,
        })
    }

    fn children(&self, place: &Place) -> zbus::Result<Vec<Place>> {
        self.proxy(place, ACCESSIBLE)?.call("GetChildren", &())
    }

    fn process_of(&self, program: &str) -> zbus::Result<u32> {
        let (name, path) = ("org.freedesktop.DBus", "/org/freedesktop/DBus");
        Proxy::new(&self.bus, name, path, name)?.call("GetConnectionUnixProcessID", &program)
    }

    fn proxy<'a>(&self, place: &'a Place, interface: &'a str) -> zbus::Result<Proxy<'a>> {
        zbus::blocking::proxy::Builder::new(&self.bus)
            .destination(place.0.as_str())?
            .path(place.1.as_ref())?
            .interface(interface)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
    }
}
