import {
  AmbientLight, Box3, DirectionalLight, HemisphereLight, PerspectiveCamera, Scene, Sphere, Vector3, WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { disposeTree, meshesOf } from './scene-tree.js';

const FIELD_OF_VIEW = 28;
const TURN = Math.PI / 12;
const ZOOM = 1.2;
const SPIN_SPEED = 1.5;

/** Radii between the model's centre and the camera. A little less than a sphere around the model needs: few models reach into its every corner. */
const DISTANCE = 0.95 / Math.sin((FIELD_OF_VIEW / 2) * (Math.PI / 180));

/** One model to be turned and zoomed. Draws only when something changes. */
export class Viewer {
  #scene = new Scene();
  #camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.01, 100);
  #frame = 0;
  #center = new Vector3();
  #radius = 1;

  /**
   * Reads a GLB and draws it.
   * @param {string} url
   * @param {AbortSignal} signal
   * @throws {Error} The browser cannot draw in 3D, or the file cannot be read.
   */
  static async open(url, signal) {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const bytes = await response.arrayBuffer();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('webgl2', { antialias: true, alpha: true, powerPreference: 'low-power' });
    if (!context) throw new Error('the browser has no WebGL 2');
    const renderer = new WebGLRenderer({ canvas, context });
    try {
      const { scene } = await new GLTFLoader().parseAsync(bytes, '');
      return new Viewer(renderer, scene);
    } catch (error) {
      renderer.dispose();
      throw error;
    }
  }

  /** @param {WebGLRenderer} renderer @param {import('three').Group} model */
  constructor(renderer, model) {
    this.renderer = renderer;
    this.canvas = renderer.domElement;
    this.model = model;
    this.#scene.add(model, this.#camera, ...this.#lights());
    const { center, radius } = new Box3().setFromObject(model).getBoundingSphere(new Sphere());
    this.#center.copy(center);
    this.#radius = radius || 1;
    this.controls = new OrbitControls(this.#camera, this.canvas);
    this.controls.enablePan = false;
    this.controls.minDistance = this.#radius * 1.2;
    this.controls.maxDistance = this.#radius * 12;
    this.controls.autoRotateSpeed = SPIN_SPEED;
    this.controls.addEventListener('change', () => this.#draw());
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(this.canvas);
    this.#reset();
  }

  /** Takes the size that the page gives the canvas. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.renderer.setSize(width, height, false);
    this.#camera.aspect = width / height;
    // A sphere that fits the height must fit the width of a narrow view, too.
    this.#camera.zoom = Math.min(1, this.#camera.aspect);
    this.#camera.updateProjectionMatrix();
    this.#draw();
  }

  /**
   * @param {string} action
   * @returns {boolean | undefined} For actions that switch something: whether it is on now.
   */
  act(action) {
    switch (action) {
      case 'spin': return this.#spin();
      case 'wires': return this.#wires();
      case 'left': this.#turn(-TURN, 0); break;
      case 'right': this.#turn(TURN, 0); break;
      case 'up': this.#turn(0, -TURN); break;
      case 'down': this.#turn(0, TURN); break;
      case 'in': this.#zoom(1 / ZOOM); break;
      case 'out': this.#zoom(ZOOM); break;
      case 'reset': this.#reset(); break;
      default: throw new Error(`The viewer has no action ${action}.`);
    }
    return undefined;
  }

  dispose() {
    cancelAnimationFrame(this.#frame);
    this.resizing.disconnect();
    this.controls.dispose();
    disposeTree(this.model);
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }

  /** A camera light from the upper left and a sky, soft enough that a texture painted from a picture keeps its colours. */
  #lights() {
    const key = new DirectionalLight(0xffffff, 1.6);
    key.position.set(-0.6, 0.8, 1);
    this.#camera.add(key);
    return [new HemisphereLight(0xffffff, 0xb8b2a8, 1.7), new AmbientLight(0xffffff, 0.5)];
  }

  #reset() {
    this.#camera.position.copy(this.#center).add(new Vector3(0, 0.18, 1).setLength(this.#radius * DISTANCE));
    this.#camera.near = this.#radius / 50;
    this.#camera.far = this.#radius * 40;
    this.#camera.updateProjectionMatrix();
    this.controls.target.copy(this.#center);
    this.controls.update();
    this.#draw();
  }

  /** @param {number} around @param {number} over */
  #turn(around, over) {
    const { controls } = this;
    const offset = this.#camera.position.clone().sub(controls.target);
    const length = offset.length();
    const azimuth = Math.atan2(offset.x, offset.z) + around;
    const polar = Math.min(Math.PI - 0.05, Math.max(0.05, Math.acos(offset.y / length) + over));
    this.#camera.position.setFromSphericalCoords(length, polar, azimuth).add(controls.target);
    controls.update();
    this.#draw();
  }

  /** @param {number} factor */
  #zoom(factor) {
    const offset = this.#camera.position.clone().sub(this.controls.target);
    const length = Math.min(this.controls.maxDistance, Math.max(this.controls.minDistance, offset.length() * factor));
    this.#camera.position.copy(this.controls.target).add(offset.setLength(length));
    this.controls.update();
    this.#draw();
  }

  #spin() {
    this.controls.autoRotate = !this.controls.autoRotate;
    this.#draw();
    return this.controls.autoRotate;
  }

  #wires() {
    let wires = false;
    for (const { material } of meshesOf(this.model)) wires = material.wireframe = !material.wireframe;
    this.#draw();
    return wires;
  }

  /** At the next frame; while it spins, at every one. */
  #draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.controls.autoRotate) this.controls.update();
      this.renderer.render(this.#scene, this.#camera);
      if (this.controls.autoRotate) this.#draw();
    });
  }
}
